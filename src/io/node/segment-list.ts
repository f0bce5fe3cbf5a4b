import { readFile } from "node:fs/promises";
import { crc32 } from "node:zlib";
import type { RecordVisitor } from "../index.js";
import { recordLength } from "./record-format.js";
import { listFile, type SegmentFile, writeWhole } from "./segment-files.js";

interface ListedRecord {
  readonly header: Uint8Array;
  /** Bytes from the beginning of the segment. */
  readonly offset: number;
  readonly bodyLength: number;
}

const entryBytes = 10;
const checksumBytes = 4;
const bytesMin = 4096;

/**
 * The headers of a segment's records. It is kept beside every full segment, so that opening a big storage reads the
 * headers and not the bodies. It can always be made again from the segment: a list that is missing or damaged costs
 * time and nothing else.
 *
 * Layout: CRC-32 of all that follows, then for each record its offset (4 bytes), body length (4), header length (2) and
 * header. Big-endian.
 */
export class SegmentList {
  #bytes = Buffer.allocUnsafe(bytesMin);
  #length = checksumBytes;

  add(header: Uint8Array, offset: number, bodyLength: number): void {
    const at = this.#length;
    this.#length += entryBytes + header.length;
    if (this.#length > this.#bytes.length) this.#grow();
    this.#bytes.writeUInt32BE(offset, at);
    this.#bytes.writeUInt32BE(bodyLength, at + 4);
    this.#bytes.writeUInt16BE(header.length, at + 8);
    this.#bytes.set(header, at + entryBytes);
  }

  async write(segment: SegmentFile): Promise<void> {
    const bytes = this.#bytes.subarray(0, this.#length);
    bytes.writeUInt32BE(crc32(bytes.subarray(checksumBytes)), 0);
    await writeWhole(listFile(segment), bytes);
  }

  #grow(): void {
    const grown = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length));
    this.#bytes.copy(grown);
    this.#bytes = grown;
  }
}

/**
 * Shows the records of a segment of `length` bytes by its list; false when there is no list to trust. A list that does
 * not reach the end of its segment is none: the segment grew after a crash had undone the beginning of the next one.
 */
export async function visitList(
  segment: SegmentFile,
  length: number,
  visit: RecordVisitor,
): Promise<boolean> {
  const bytes = await readFile(listFile(segment)).catch(() => undefined);
  if (
    bytes === undefined ||
    bytes.length < checksumBytes ||
    crc32(bytes.subarray(checksumBytes)) !== bytes.readUInt32BE(0)
  )
    return false;
  const records = [...listedRecords(bytes)];
  const last = records.at(-1);
  if (last === undefined || last.offset + recordLength(last.header.length, last.bodyLength) !== length)
    return false;
  for (const { header, offset, bodyLength } of records) visit(header, segment.base + offset, bodyLength);
  return true;
}

function* listedRecords(bytes: Buffer): Generator<ListedRecord> {
  for (let at = checksumBytes; at < bytes.length; ) {
    const headerEnd = at + entryBytes + bytes.readUInt16BE(at + 8);
    const header = bytes.subarray(at + entryBytes, headerEnd);
    yield { header, offset: bytes.readUInt32BE(at), bodyLength: bytes.readUInt32BE(at + 4) };
    at = headerEnd;
  }
}
