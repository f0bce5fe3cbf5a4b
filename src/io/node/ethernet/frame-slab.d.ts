/** Memory for frames of which nobody says when they are done: many small ones share a piece, which goes with the last. */
export declare class FrameSlab {
    #private;
    /** Room for one frame; what is in it before is undefined. */
    allocate(byteLength: number): Uint8Array;
    /** Lets the memory of a frame be used again, if it was the last one. */
    giveBack(frame: Uint8Array): void;
    /** A copy of a part of a ring. */
    copy(source: Uint8Array, start: number, end: number): Uint8Array;
}
