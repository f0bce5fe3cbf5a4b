/** What a sender's kernel has left for a network card to do (`struct virtio_net_hdr`). */
export interface Offload {
    readonly needsChecksum: boolean;
    /** Kind of segmentation, or `none`. */
    readonly segmentation: number;
    /** Payload bytes of each segment. */
    readonly segmentBytes: number;
    /** Where the checksummed part begins, and where in it the checksum is. */
    readonly checksumStart: number;
    readonly checksumOffset: number;
}
/** Reads what stands before a frame. */
export declare function readOffload(bytes: Uint8Array, at: number): Offload;
/**
 * Does a network card's work: completes the checksum, or cuts a large TCP or UDP frame into segments.
 *
 * @param frame is written to
 * @returns the frames as they would be on a cable; none when the request makes no sense
 */
export declare function finishOffload(frame: Uint8Array, offload: Offload): readonly Uint8Array[];
