import type { RecordPosition, RecordVisitor, Storage, StoredRecord } from "../index.js";
import { SegmentList } from "./segment-list.js";
import { type OpenSegment } from "./segment-recovery.js";
/** How a storage is kept. */
export interface SegmentStorageOptions {
    /** A new segment begins when this many bytes are full; fewer than 2^32. */
    readonly segmentBytes?: number;
}
/**
 * Opens a storage in a directory, shows the records that it holds, and cuts off a write that a crash interrupted.
 *
 * @throws CodedError `STORAGE-DAMAGED` when bytes that were durable are no longer right.
 */
export declare function openSegmentStorage(directory: string, visit: RecordVisitor, options?: SegmentStorageOptions): Promise<SegmentStorage>;
/**
 * Records in append-only files. All records that were appended while a sync was under way share the next write and the
 * next sync (group commit), so that the cost of a sync is spread over as many records as there are.
 */
export declare class SegmentStorage implements Storage {
    #private;
    /** Use `openSegmentStorage`. */
    constructor(directory: string, segments: OpenSegment[], list: SegmentList, segmentBytes: number);
    /** How many times written records were made durable: records divided by this is the size of a batch. */
    get syncs(): number;
    append(header: Uint8Array, body: Uint8Array, done: (failure?: Error) => void): RecordPosition;
    read(position: RecordPosition, receive: (record: StoredRecord | undefined) => void): void;
    close(): Promise<void>;
}
