import { closeSync, openSync, writeSync } from "node:fs";
import { CodedError } from "../../../base/index.js";
import { ethernetLinkType, frameBytesMax, headerBytes, magic, recordHeaderBytes, version } from "./format.js";
const bufferBytes = 256 * 1024;
const flushAfterMs = 50;
/** Writes Ethernet frames to a capture file with microseconds, which every tool reads. */
export class PcapWriter {
    #fd;
    #buffer = new DataView(new ArrayBuffer(bufferBytes));
    #bytes = new Uint8Array(this.#buffer.buffer);
    #used = 0;
    #timer;
    /**
     * Makes the file, or empties it.
     *
     * @throws CodedError `PCAP-FILE`
     */
    constructor(file) {
        try {
            this.#fd = openSync(file, "w");
        }
        catch (error) {
            const reason = error instanceof Error ? error.message : String(error);
            throw new CodedError({
                code: "PCAP-FILE",
                message: reason,
                help: "Name a directory in which files can be made.",
            });
        }
        this.#begin();
    }
    /** Adds a frame; what came before 1970 has the time stamp 0. */
    write(frame, timestampNs) {
        const needed = recordHeaderBytes + frame.length;
        if (this.#used + needed > bufferBytes)
            this.flush();
        if (needed > bufferBytes)
            return;
        const timestampUs = timestampNs < 0n ? 0n : timestampNs / 1000n;
        this.#put(Number((timestampUs / 1000000n) & 0xffffffffn));
        this.#put(Number(timestampUs % 1000000n));
        this.#put(frame.length);
        this.#put(frame.length);
        this.#bytes.set(frame, this.#used);
        this.#used += frame.length;
        this.#timer ??= setTimeout(() => this.flush(), flushAfterMs);
    }
    /** Brings what was written to the file. */
    flush() {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        writeSync(this.#fd, this.#bytes, 0, this.#used);
        this.#used = 0;
    }
    close() {
        this.flush();
        closeSync(this.#fd);
    }
    #begin() {
        this.#buffer.setUint32(0, magic.microseconds, true);
        this.#buffer.setUint16(4, version.major, true);
        this.#buffer.setUint16(6, version.minor, true);
        this.#buffer.setUint32(16, frameBytesMax, true);
        this.#buffer.setUint32(20, ethernetLinkType, true);
        this.#used = headerBytes;
        this.flush();
    }
    #put(value) {
        this.#buffer.setUint32(this.#used, value, true);
        this.#used += 4;
    }
}
//# sourceMappingURL=pcap-writer.js.map