import { crc32 } from "node:zlib";
import type { StoredRecord } from "../index.js";

/**
 * A record in a segment: CRC-32 of all that follows (4 bytes), mark (2), length of the header (2), length of the body
 * (4), header, body. Big-endian.
 */
const prefixBytes = 12;
const mark = 0x5257;
const headerBytesMax = 0xffff;

/** How many bytes a record takes in a segment. */
export function recordLength(headerLength: number, bodyLength: number): number {
  return prefixBytes + headerLength + bodyLength;
}

/** Writes a record at `offset`. */
export function writeRecord(target: Buffer, offset: number, header: Uint8Array, body: Uint8Array): void {
  if (header.length > headerBytesMax) throw new RangeError(`a record header of ${header.length} bytes`);
  const end = offset + recordLength(header.length, body.length);
  target.writeUInt16BE(mark, offset + 4);
  target.writeUInt16BE(header.length, offset + 6);
  target.writeUInt32BE(body.length, offset + 8);
  target.set(header, offset + prefixBytes);
  target.set(body, offset + prefixBytes + header.length);
  target.writeUInt32BE(crc32(target.subarray(offset + 4, end)), offset);
}

/** How many bytes the record takes that begins at `offset`; undefined when none does. */
export function statedLength(bytes: Buffer, offset: number): number | undefined {
  if (offset + prefixBytes > bytes.length || bytes.readUInt16BE(offset + 4) !== mark) return undefined;
  return recordLength(bytes.readUInt16BE(offset + 6), bytes.readUInt32BE(offset + 8));
}

/** Reads the record at `offset`, as views; undefined when its bytes are cut off or damaged. */
export function readRecord(bytes: Buffer, offset: number): StoredRecord | undefined {
  const length = statedLength(bytes, offset);
  if (length === undefined || offset + length > bytes.length) return undefined;
  const checked = bytes.subarray(offset + 4, offset + length);
  if (crc32(checked) !== bytes.readUInt32BE(offset)) return undefined;
  const bodyAt = offset + prefixBytes + bytes.readUInt16BE(offset + 6);
  return {
    header: bytes.subarray(offset + prefixBytes, bodyAt),
    body: bytes.subarray(bodyAt, offset + length),
  };
}

/** Shows the records of bytes that were just written, as views and unchecked. */
export function visitRecords(
  bytes: Buffer,
  visit: (header: Uint8Array, offset: number, bodyLength: number) => void,
): void {
  for (let offset = 0; offset < bytes.length; ) {
    const headerLength = bytes.readUInt16BE(offset + 6);
    const bodyLength = bytes.readUInt32BE(offset + 8);
    const headerAt = offset + prefixBytes;
    visit(bytes.subarray(headerAt, headerAt + headerLength), offset, bodyLength);
    offset += recordLength(headerLength, bodyLength);
  }
}
