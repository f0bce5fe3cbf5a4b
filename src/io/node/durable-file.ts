import { constants, write } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { promisify } from "node:util";

const writeAt = promisify(write);

/** How far ahead a file is prepared: as far as it is long, between these. */
const aheadBytesMin = 64 * 1024;
const aheadBytesMax = 1024 * 1024;

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
    if (end > this.#prepared) await this.#prepare(end);
    await this.#put(bytes, offset);
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
    for (let written = 0; written < bytes.length; ) {
      const { fd } = this.#handle;
      const part = await writeAt(fd, bytes, written, bytes.length - written, offset + written);
      written += part.bytesWritten;
    }
  }
}
