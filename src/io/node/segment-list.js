import { readFile } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { recordLength } from "./record-format.js";
import { listFile, writeWhole } from "./segment-files.js";
const entryBytes = 10;
/**
 * The headers of a segment's records. It is kept beside every full segment, so that opening a big storage reads the
 * headers and not the bodies. It can always be made again from the segment: a list that is missing or damaged costs
 * time and nothing else.
 *
 * Layout: CRC-32 of all that follows, then for each record its offset (4 bytes), body length (4), header length (2) and
 * header. Big-endian.
 */
export class SegmentList {
    #records = [];
    #byteLength = 4;
    add(header, offset, bodyLength) {
        this.#records.push({ header, offset, bodyLength });
        this.#byteLength += entryBytes + header.length;
    }
    async write(segment) {
        const bytes = Buffer.alloc(this.#byteLength);
        let at = 4;
        for (const { header, offset, bodyLength } of this.#records) {
            bytes.writeUInt32BE(offset, at);
            bytes.writeUInt32BE(bodyLength, at + 4);
            bytes.writeUInt16BE(header.length, at + 8);
            bytes.set(header, at + entryBytes);
            at += entryBytes + header.length;
        }
        bytes.writeUInt32BE(crc32(bytes.subarray(4)), 0);
        await writeWhole(listFile(segment), bytes);
    }
}
/**
 * Shows the records of a segment of `length` bytes by its list; false when there is no list to trust. A list that does
 * not reach the end of its segment is none: the segment grew after a crash had undone the beginning of the next one.
 */
export async function visitList(segment, length, visit) {
    const bytes = await readFile(listFile(segment)).catch(() => undefined);
    if (bytes === undefined || bytes.length < 4 || crc32(bytes.subarray(4)) !== bytes.readUInt32BE(0))
        return false;
    const records = [...listedRecords(bytes)];
    const last = records.at(-1);
    if (last === undefined || last.offset + recordLength(last.header.length, last.bodyLength) !== length)
        return false;
    for (const { header, offset, bodyLength } of records)
        visit(header, segment.base + offset, bodyLength);
    return true;
}
function* listedRecords(bytes) {
    for (let at = 4; at < bytes.length;) {
        const headerEnd = at + entryBytes + bytes.readUInt16BE(at + 8);
        const header = bytes.subarray(at + entryBytes, headerEnd);
        yield { header, offset: bytes.readUInt32BE(at), bodyLength: bytes.readUInt32BE(at + 4) };
        at = headerEnd;
    }
}
//# sourceMappingURL=segment-list.js.map