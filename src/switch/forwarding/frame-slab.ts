import { takeMemory } from "../../base/index.js";

/** Frames up to this length are allocated one by one: a typed array so small lies inside its object. */
export const SMALL_FRAME_BYTES = 64;
const SLAB_BYTES = 1 << 16;
/** A longer frame gets memory of its own, so that one of them does not keep a slab alive. */
const LARGE_FRAME_BYTES = SLAB_BYTES / 8;

/**
 * Memory for outgoing frames, cut from large pieces: an allocation for every frame of 1 KiB costs more than all
 * tables together. A piece lives as long as any of its frames; no two frames overlap.
 */
export class FrameSlab {
  private piece = new Uint8Array(SLAB_BYTES);
  private used = 0;

  /**
   * A frame of `headerBytes` bytes for the caller to write, followed by `bytes` from `payloadOffset` on.
   *
   * The whole packet is copied to where its payload belongs, which saves a view of the payload; the old headers
   * lie in front of it and are overwritten, or left out.
   */
  frame(bytes: Uint8Array, payloadOffset: number, headerBytes: number): Uint8Array {
    const length = headerBytes + bytes.length - payloadOffset;
    const room = Math.max(0, headerBytes - payloadOffset) + bytes.length;
    if (room > LARGE_FRAME_BYTES) return largeFrame(bytes, payloadOffset, headerBytes);
    if (this.used + room > SLAB_BYTES) {
      this.piece = new Uint8Array(SLAB_BYTES);
      this.used = 0;
    }
    const end = this.used + room;
    this.piece.set(bytes, end - bytes.length);
    this.used = end;
    return new Uint8Array(this.piece.buffer, end - length, length);
  }
}

function largeFrame(bytes: Uint8Array, payloadOffset: number, headerBytes: number): Uint8Array {
  const frame = takeMemory(headerBytes + bytes.length - payloadOffset);
  frame.set(bytes.subarray(payloadOffset), headerBytes);
  return frame;
}
