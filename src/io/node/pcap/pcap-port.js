import path from "node:path";
import { PcapWriter } from "./pcap-writer.js";
import { readPcap } from "./read-pcap.js";
/** Frames that are handed over before others have their turn. */
const batchFrames = 256;
/**
 * A port that takes its frames from the capture file `NAME_in.pcap` and writes what it is sent to `NAME_out.pcap`.
 * Nothing comes in before `replay`.
 */
export class PcapPort {
    /** What is to come in, in the order of the file. */
    frames;
    #outgoing;
    #receive = () => undefined;
    /** Time stamp of what comes out: that of the frame that came in last, in any port. */
    #nowNs = 0n;
    /** @throws CodedError `PCAP-…` */
    constructor(directory, name) {
        this.frames = readPcap(path.join(directory, `${name}_in.pcap`));
        this.#outgoing = new PcapWriter(path.join(directory, `${name}_out.pcap`));
    }
    send(frame) {
        this.#outgoing.write(frame, this.#nowNs);
    }
    onFrame(receive) {
        this.#receive = receive;
    }
    async close() {
        this.#outgoing.close();
    }
    /**
     * Hands over the frames of several ports as fast as they are taken, in the order of their time stamps; at the same
     * time, in the order of the ports.
     */
    static async replay(ports, aborted) {
        const events = ports.flatMap((port) => port.frames.map((frame) => ({ port, frame })));
        events.sort((left, right) => Number(left.frame.timestampNs - right.frame.timestampNs));
        for (let at = 0; at < events.length && aborted?.aborted !== true; at += batchFrames) {
            for (const { port, frame } of events.slice(at, at + batchFrames)) {
                for (const each of ports)
                    each.#nowNs = frame.timestampNs;
                port.#receive(frame.bytes.slice());
            }
            await new Promise((next) => setImmediate(next));
        }
    }
}
//# sourceMappingURL=pcap-port.js.map