import { readFileSync } from "node:fs";
import { CodedError } from "../../../base/index.js";
import { ethernetLinkType, frameBytesMax, headerBytes, magic, pcapngMagic, recordHeaderBytes, unsaidLinkType, } from "./format.js";
/**
 * Reads a capture file of Ethernet frames: pcap in either byte order, with microseconds or nanoseconds.
 *
 * @throws CodedError `PCAP-FILE` when it cannot be read, and what `parsePcap` throws
 */
export function readPcap(file) {
    let bytes;
    try {
        bytes = readFileSync(file);
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new CodedError({ code: "PCAP-FILE", message: reason, help: "Name a capture file that exists." });
    }
    return parsePcap(bytes, file);
}
/**
 * Reads the bytes of a capture file (draft-ietf-opsawg-pcap).
 *
 * @param file its name, for messages
 * @throws CodedError `PCAP-FORMAT` when it is no pcap file, `PCAP-LINK-TYPE` when it holds something else than Ethernet,
 *   `PCAP-DAMAGED` with the place at which it stops making sense
 */
export function parsePcap(bytes, file) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { littleEndian, unitNs } = formatOf(view, file);
    const linkType = view.getUint32(20, littleEndian) & 0xfff_ffff;
    if (linkType !== ethernetLinkType && linkType !== unsaidLinkType) {
        throw new CodedError({
            code: "PCAP-LINK-TYPE",
            message: `${file} holds frames of link type ${linkType}`,
            help: `Capture on an Ethernet interface (link type ${ethernetLinkType}).`,
        });
    }
    const frames = [];
    for (let at = headerBytes; at < bytes.length;) {
        if (at + recordHeaderBytes > bytes.length)
            throw damaged(file, frames.length, at, "ends within a header");
        const length = view.getUint32(at + 8, littleEndian);
        const start = at + recordHeaderBytes;
        if (length > frameBytesMax)
            throw damaged(file, frames.length, at, `has a length of ${length} bytes`);
        if (start + length > bytes.length)
            throw damaged(file, frames.length, at, "ends within its bytes");
        const seconds = BigInt(view.getUint32(at, littleEndian));
        const fraction = BigInt(view.getUint32(at + 4, littleEndian));
        frames.push({
            timestampNs: seconds * 1000000000n + fraction * unitNs,
            bytes: bytes.subarray(start, start + length),
            originalBytes: view.getUint32(at + 12, littleEndian),
        });
        at = start + length;
    }
    return frames;
}
function formatOf(view, file) {
    for (const littleEndian of [true, false]) {
        const found = view.byteLength < headerBytes ? undefined : view.getUint32(0, littleEndian);
        if (found === magic.microseconds)
            return { littleEndian, unitNs: 1000n };
        if (found === magic.nanoseconds)
            return { littleEndian, unitNs: 1n };
        if (found === pcapngMagic)
            throw noPcap(file, "is a pcapng file", `\`editcap -F pcap ${file} OUT\` makes it one.`);
    }
    throw noPcap(file, "is not a pcap file", "Give a file that `tcpdump -w` has written.");
}
function noPcap(file, what, help) {
    return new CodedError({ code: "PCAP-FORMAT", message: `${file} ${what}`, help });
}
function damaged(file, record, at, what) {
    return new CodedError({
        code: "PCAP-DAMAGED",
        message: `${file}: frame ${record + 1}, at byte ${at}, ${what}`,
        help: "The file was cut or changed; capture it again, or keep what comes before.",
    });
}
//# sourceMappingURL=read-pcap.js.map