import type { RecordVisitor } from "../index.js";
import { type SegmentFile } from "./segment-files.js";
/**
 * The headers of a segment's records. It is kept beside every full segment, so that opening a big storage reads the
 * headers and not the bodies. It can always be made again from the segment: a list that is missing or damaged costs
 * time and nothing else.
 *
 * Layout: CRC-32 of all that follows, then for each record its offset (4 bytes), body length (4), header length (2) and
 * header. Big-endian.
 */
export declare class SegmentList {
    #private;
    add(header: Uint8Array, offset: number, bodyLength: number): void;
    write(segment: SegmentFile): Promise<void>;
}
/**
 * Shows the records of a segment of `length` bytes by its list; false when there is no list to trust. A list that does
 * not reach the end of its segment is none: the segment grew after a crash had undone the beginning of the next one.
 */
export declare function visitList(segment: SegmentFile, length: number, visit: RecordVisitor): Promise<boolean>;
