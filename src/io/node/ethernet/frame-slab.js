const slabBytes = 65_536;
/** Memory for frames of which nobody says when they are done: many small ones share a piece, which goes with the last. */
export class FrameSlab {
    #slab = new Uint8Array(0);
    #used = 0;
    /** Room for one frame; what is in it before is undefined. */
    allocate(byteLength) {
        if (this.#used + byteLength > this.#slab.length) {
            this.#slab = new Uint8Array(Buffer.allocUnsafeSlow(Math.max(slabBytes, byteLength)).buffer);
            this.#used = 0;
        }
        const frame = this.#slab.subarray(this.#used, this.#used + byteLength);
        this.#used += byteLength;
        return frame;
    }
    /** Lets the memory of a frame be used again, if it was the last one. */
    giveBack(frame) {
        const isLast = frame.byteOffset + frame.length === this.#used && frame.buffer === this.#slab.buffer;
        if (isLast)
            this.#used = frame.byteOffset;
    }
    /** A copy of a part of a ring. */
    copy(source, start, end) {
        const frame = this.allocate(end - start);
        frame.set(source.subarray(start, end));
        return frame;
    }
}
//# sourceMappingURL=frame-slab.js.map