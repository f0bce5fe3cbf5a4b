import type { StoredRecord } from "../index.js";
/** How many bytes a record takes in a segment. */
export declare function recordLength(headerLength: number, bodyLength: number): number;
/** Writes a record at `offset`. */
export declare function writeRecord(target: Buffer, offset: number, header: Uint8Array, body: Uint8Array): void;
/** How many bytes the record takes that begins at `offset`; undefined when none does. */
export declare function statedLength(bytes: Buffer, offset: number): number | undefined;
/** Reads the record at `offset`, as views; undefined when its bytes are cut off or damaged. */
export declare function readRecord(bytes: Buffer, offset: number): StoredRecord | undefined;
