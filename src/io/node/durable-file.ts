import { constants, write } from "node:fs";
import type { FileHandle } from "node:fs/promises";

/** How far ahead a file is prepared: as far as it is long, between these. */
const aheadBytesMin = 64 * 1024;
const aheadBytesMax = 1024 * 1024;
/** A write of so many bytes is not worth preparing for: zeros would be as many bytes again. */
const largeBytes = 64 * 1024;

/**
 * Whether a write can be durable when it returns (open(2), O_DSYNC): one trip to the thread pool instead of two, which
 * is what a small batch costs. Elsewhere than on Linux there is no such write, or it does not reach the disk.
 */
export const hasSyncedWrites = process.platform === "linux";

/** Flags of open(2) for a file that becomes a `DurableFile`. */
export function writableFlags(syncedWrites: boolean): number {
  return constants.O_RDWR | (syncedWrites ? constants.O_DSYNC : 0);
}

/**
 * A file that grows, and whose writes survive a crash. Zeros are written ahead of what is written: a write that does
 * not make its file longer has no change of the file system itself to make durable, which is half of what a small one
 * costs. So what follows the last write may be zeros.
 */
export class DurableFile {
  readonly #handle: FileHandle;
  readonly #syncedWrites: boolean;
  /** So many bytes are in the file. */
  #prepared: number;

  /** @param length how many bytes are in the file */
  constructor(handle: FileHandle, length: number, syncedWrites: boolean) {
    this.#handle = handle;
    this.#prepared = length;
    this.#syncedWrites = syncedWrites;
  }

  /** Writes bytes from `offset` on; they are durable when this resolves. */
  async write(bytes: Uint8Array, offset: number): Promise<void> {
    const end = offset + bytes.length;
    if (end > this.#prepared && bytes.length < largeBytes) await this.#prepare(end);
    await this.#put(bytes, offset);
    this.#prepared = Math.max(this.#prepared, end);
    if (!this.#syncedWrites) await this.#handle.datasync();
  }

  /** Cuts off what was prepared behind `length`. */
  async cut(length: number): Promise<void> {
    await this.#handle.truncate(length);
    this.#prepared = length;
  }

  async #prepare(end: number): Promise<void> {
    const ahead = Math.min(Math.max(end, aheadBytesMin), aheadBytesMax);
    await this.#put(new Uint8Array(end + ahead - this.#prepared), this.#prepared);
    this.#prepared = end + ahead;
  }

  async #put(bytes: Uint8Array, offset: number): Promise<void> {
    for (let written = 0; written < bytes.length; )
      written += await writePart(this.#handle.fd, bytes.subarray(written), offset + written);
  }
}

/** Writes as many bytes as the system takes at once, and tells how many; the shortest way to the thread pool. */
function writePart(fd: number, bytes: Uint8Array, offset: number): Promise<number> {
  return new Promise((resolve, reject) => {
    write(fd, bytes, 0, bytes.length, offset, (error, written) => (error ? reject(error) : resolve(written)));
  });
}
