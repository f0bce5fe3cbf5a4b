/** Bytes before each frame in a datagram: its length, big-endian. */
const lengthBytes = 2;
/** Frames that share a datagram, each with its length before it. */
export class FrameBatch {
    #bytesMax;
    #frames = [];
    #byteLength = 0;
    constructor(bytesMax) {
        this.#bytesMax = bytesMax;
    }
    get isEmpty() {
        return this.#frames.length === 0;
    }
    /** Whether a frame still fits; any frame fits an empty batch. */
    fits(frame) {
        return this.isEmpty || this.#byteLength + lengthBytes + frame.length <= this.#bytesMax;
    }
    add(frame) {
        this.#frames.push(frame);
        this.#byteLength += lengthBytes + frame.length;
    }
    /** Takes the frames out, as one datagram. */
    take() {
        const datagram = Buffer.allocUnsafe(this.#byteLength);
        let offset = 0;
        for (const frame of this.#frames) {
            datagram.writeUInt16BE(frame.length, offset);
            datagram.set(frame, offset + lengthBytes);
            offset += lengthBytes + frame.length;
        }
        this.#frames = [];
        this.#byteLength = 0;
        return datagram;
    }
}
/**
 * Hands the frames of a datagram to `receive`, as views of it. Says false when the datagram ends within a frame or
 * holds an empty one; frames before that have been handed over.
 */
export function splitDatagram(datagram, receive) {
    let offset = 0;
    while (offset < datagram.length) {
        const length = ((datagram[offset] ?? 0) << 8) | (datagram[offset + 1] ?? 0);
        const end = offset + lengthBytes + length;
        if (length === 0 || end > datagram.length)
            return false;
        receive(datagram.subarray(offset + lengthBytes, end));
        offset = end;
    }
    return true;
}
//# sourceMappingURL=frame-batch.js.map