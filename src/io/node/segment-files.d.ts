/** A file of records; its name is the position of its first byte. */
export interface SegmentFile {
    readonly path: string;
    /** Position of the first byte. */
    readonly base: number;
}
/** Where the segment that begins at `base` is kept. */
export declare function segmentFile(directory: string, base: number): SegmentFile;
/** Where the list of a full segment's records is kept. */
export declare function listFile(segment: SegmentFile): string;
/** The segments of a directory, in order; the directory is made when it is not there. */
export declare function findSegments(directory: string): Promise<SegmentFile[]>;
/** Makes the names in a directory durable. */
export declare function syncDirectory(directory: string): Promise<void>;
/** Writes a file so that it is there whole or not at all. */
export declare function writeWhole(file: string, content: Uint8Array): Promise<void>;
