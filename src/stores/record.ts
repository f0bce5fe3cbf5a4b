import type { LogPosition } from "../ringworld/index.js";
import { ByteReader, ByteWriter, MalformedBytes } from "./byte-stream.js";

/** A key of a store. */
export interface StoreKey {
  readonly store: string;
  readonly key: string;
}

/** What a transaction saw: where the entry stands that last wrote the key; index 0 for a key that nobody wrote. */
export interface ReadVersion extends StoreKey {
  readonly version: LogPosition;
}

/** What a transaction writes; undefined deletes the key. */
export interface KeyWrite extends StoreKey {
  readonly value: Uint8Array | undefined;
}

/**
 * One entry of the log: a transaction that commits when everything it read is still what it read (Tango, section 4).
 * `writer` and `sequence` name it, so that whoever appended it recognises it in the log.
 */
export interface TransactionRecord {
  readonly writer: bigint;
  readonly sequence: number;
  readonly reads: readonly ReadVersion[];
  readonly writes: readonly KeyWrite[];
}

/** Entries of others may stand in the same stream: ours begin with this, the last byte is the format's version. */
const magic = 0x5354_4f02;

export function encodeRecord(record: TransactionRecord): Uint8Array {
  const writer = new ByteWriter().uint(magic, 4).uint64(record.writer).uint(record.sequence, 4);
  writer.uint(record.reads.length, 2);
  for (const { store, key, version } of record.reads) {
    writer.text(store).text(key).uint64(version.index).uint(version.place, 2);
  }
  writer.uint(record.writes.length, 2);
  for (const { store, key, value } of record.writes) {
    writer
      .text(store)
      .text(key)
      .uint(value === undefined ? 0 : 1, 1);
    if (value !== undefined) writer.bytes(value);
  }
  return writer.finish();
}

/** Reads an entry that came from anybody; undefined when it is no transaction of ours. */
export function decodeRecord(bytes: Uint8Array): TransactionRecord | undefined {
  try {
    return readRecord(new ByteReader(bytes));
  } catch (error) {
    if (error instanceof MalformedBytes) return undefined;
    throw error;
  }
}

function readRecord(reader: ByteReader): TransactionRecord | undefined {
  if (reader.uint(4) !== magic) return undefined;
  const writer = reader.uint64();
  const sequence = reader.uint(4);
  const reads = repeat(reader.uint(2), () => ({
    store: reader.text(),
    key: reader.text(),
    version: { index: reader.uint64(), place: reader.uint(2) },
  }));
  const writes = repeat(reader.uint(2), () => ({
    store: reader.text(),
    key: reader.text(),
    value: reader.uint(1) === 0 ? undefined : reader.bytes(),
  }));
  return reader.isAtEnd ? { writer, sequence, reads, writes } : undefined;
}

function repeat<Item>(count: number, read: () => Item): readonly Item[] {
  return Array.from({ length: count }, read);
}
