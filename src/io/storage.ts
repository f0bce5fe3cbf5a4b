/** Where a record begins in a storage. Later records have larger positions. */
export type RecordPosition = number;

/** A record as it was appended. */
export interface StoredRecord {
  readonly header: Uint8Array;
  readonly body: Uint8Array;
}

/** Told of every record that a storage holds when it is opened, in the order in which they were appended. */
export type RecordVisitor = (header: Uint8Array, position: RecordPosition, bodyLength: number) => void;

/**
 * Records that are only ever added. A record is a small header, which its owner sees again for every record when the
 * storage is opened, and a body, which is read by position.
 *
 * Records become durable in the order in which they were appended: when one is, all before it are.
 */
export interface Storage {
  /**
   * Adds a record and says where it is; its bytes are the caller's again when `append` returns. `done` is called once,
   * after that: without an argument when the record survives a crash, or with the error when it may not. After an error
   * the storage takes nothing more: every later `append` fails.
   */
  append(header: Uint8Array, body: Uint8Array, done: (failure?: Error) => void): RecordPosition;
  /** Reads a record that is durable; undefined when its bytes are damaged or gone. */
  read(position: RecordPosition, receive: (record: StoredRecord | undefined) => void): void;
  /**
   * No record before `before` will be read again: their space may be freed, oldest first, at any later time or never.
   * They may or may not be shown when the storage is opened again.
   */
  release(before: RecordPosition): void;
  /** Resolves when everything appended is durable and nothing is held open. */
  close(): Promise<void>;
}
