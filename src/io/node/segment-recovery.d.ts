import { type FileHandle } from "node:fs/promises";
import type { RecordVisitor } from "../index.js";
import type { SegmentFile } from "./segment-files.js";
/** A segment that is open for reading and, if it is the last one, for writing. */
export interface OpenSegment {
    readonly file: SegmentFile;
    readonly handle: FileHandle;
    /** Bytes of whole records in it. */
    readonly length: number;
}
/**
 * Opens a full segment and shows its records.
 *
 * @throws CodedError `STORAGE-DAMAGED` when its bytes are not what was made durable.
 */
export declare function recoverFull(file: SegmentFile, end: number, visit: RecordVisitor): Promise<OpenSegment>;
/**
 * Opens the last segment, shows its whole records, and cuts off what follows them: the write that a crash interrupted,
 * which nobody was told to be durable.
 */
export declare function recoverLast(file: SegmentFile, visit: RecordVisitor): Promise<OpenSegment>;
