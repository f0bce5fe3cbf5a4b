/** Lengths of the memory that is kept: for jumbo frames, and for the longest that a tunnel carries. */
const sizes = [16 * 1024, 66 * 1024] as const;
/** What is shorter is not worth the trouble. */
const largeBytes = 8 * 1024;
const idleBytesMax = 16 * 1024 * 1024;

/** Memory that waits for its next use, for each size. */
const idle = new Map<number, ArrayBuffer[]>(sizes.map((size) => [size, []]));
/** Memory that is in use. */
const lent = new WeakSet<ArrayBufferLike>();

/** Whether so many bytes are worth `takeMemory`. */
export function isLarge(byteLength: number): boolean {
  return byteLength >= largeBytes;
}

/**
 * So many bytes, whose values are undefined, for long frames and the payloads of such. Memory outside the heap that is
 * allocated faster than the garbage collector looks makes it look at everything: with frames of 64 KB that took more time
 * than forwarding them. So whoever knows when they are done with says so with `recycle`; who does not leaves it be.
 */
export function takeMemory(byteLength: number): Uint8Array {
  const size = isLarge(byteLength) ? sizes.find((each) => byteLength <= each) : undefined;
  if (size === undefined) return new Uint8Array(byteLength);
  const memory = idle.get(size)?.pop() ?? new ArrayBuffer(size);
  lent.add(memory);
  return new Uint8Array(memory, 0, byteLength);
}

/** A copy that `recycle` takes. */
export function copyToMemory(bytes: Uint8Array): Uint8Array {
  const copy = takeMemory(bytes.length);
  copy.set(bytes);
  return copy;
}

/** Nobody looks at these bytes any more: if `takeMemory` gave them, their memory may serve others. */
export function recycle({ buffer }: Uint8Array): void {
  if (!(buffer instanceof ArrayBuffer) || !lent.delete(buffer)) return;
  const same = idle.get(buffer.byteLength);
  if (same !== undefined && (same.length + 1) * buffer.byteLength <= idleBytesMax) same.push(buffer);
}
