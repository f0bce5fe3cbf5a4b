/** Frames that share a datagram, each with its length before it. */
export declare class FrameBatch {
    #private;
    constructor(bytesMax: number);
    get isEmpty(): boolean;
    /** Whether a frame still fits; any frame fits an empty batch. */
    fits(frame: Uint8Array): boolean;
    add(frame: Uint8Array): void;
    /** Takes the frames out, as one datagram. */
    take(): Buffer;
}
/**
 * Hands the frames of a datagram to `receive`, as views of it. Says false when the datagram ends within a frame or
 * holds an empty one; frames before that have been handed over.
 */
export declare function splitDatagram(datagram: Uint8Array, receive: (frame: Uint8Array) => void): boolean;
