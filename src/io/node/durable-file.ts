import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { DirectFile } from "./direct-file.js";
import { preparedEnd } from "./prepared-end.js";
import { writeAt } from "./write-at.js";

/**
 * How writes become durable. `direct`: a write is durable when it returns and goes from our memory to the disk (open(2),
 * O_DSYNC and O_DIRECT); `synced`: it goes through the page cache; `plain`: a sync follows it.
 */
export type WriteWay = "direct" | "synced" | "plain";

/** The end of a segment, which grows, and whose writes survive a crash. What follows the last write may be zeros. */
export interface DurableFile {
  /** Writes bytes from `offset` on, where the bytes that were written before end; durable when this resolves. */
  write(bytes: Uint8Array, offset: number): Promise<void>;
  /** Ends writing. What was prepared behind `length` is cut off, if that is known. */
  close(length: number | undefined): Promise<void>;
}

/** A write of so many bytes is not worth preparing for: zeros would be as many bytes again. */
const largeBytes = 64 * 1024;

/** The best way of this system; elsewhere than on Linux synced writes do not exist, or do not reach the disk. */
export const defaultWriteWay: WriteWay = process.platform === "linux" ? "direct" : "plain";

/**
 * Opens a file of `length` bytes for writing behind them, `synced` where the file system or the platform has no direct
 * writes.
 */
export async function openDurableFile(path: string, length: number, way: WriteWay): Promise<DurableFile> {
  const direct = way === "direct" ? await DirectFile.open(path, length) : undefined;
  if (direct !== undefined) return direct;
  const flags = constants.O_RDWR | constants.O_CREAT | (way === "plain" ? 0 : constants.O_DSYNC);
  return new CachedFile(await open(path, flags), length, way === "plain");
}

/**
 * A file that is written through the page cache. Zeros are written ahead of what is written: a write that does not make
 * its file longer has no change of the file system itself to make durable, which is half of what a small one costs.
 */
class CachedFile implements DurableFile {
  readonly #handle: FileHandle;
  readonly #syncFollows: boolean;
  /** So many bytes are in the file. */
  #prepared: number;

  constructor(handle: FileHandle, length: number, syncFollows: boolean) {
    this.#handle = handle;
    this.#prepared = length;
    this.#syncFollows = syncFollows;
  }

  async write(bytes: Uint8Array, offset: number): Promise<void> {
    const end = offset + bytes.length;
    if (end > this.#prepared && bytes.length < largeBytes) {
      const zeros = new Uint8Array(preparedEnd(end) - this.#prepared);
      await writeAt(this.#handle.fd, zeros, this.#prepared);
      this.#prepared += zeros.length;
    }
    await writeAt(this.#handle.fd, bytes, offset);
    this.#prepared = Math.max(this.#prepared, end);
    if (this.#syncFollows) await this.#handle.datasync();
  }

  async close(length: number | undefined): Promise<void> {
    try {
      if (length !== undefined) await this.#handle.truncate(length);
    } finally {
      await this.#handle.close();
    }
  }
}
