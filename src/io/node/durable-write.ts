import { constants, write } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { promisify } from "node:util";

const writeAt = promisify(write);

/**
 * Whether a write can be durable when it returns (open(2), O_DSYNC): one trip to the thread pool instead of two, which
 * is what a small batch costs. Elsewhere than on Linux there is no such write, or it does not reach the disk.
 */
export const hasSyncedWrites = process.platform === "linux";

/** Flags of open(2) for a file that `writeDurably` writes. */
export function writableFlags(syncedWrites: boolean): number {
  return constants.O_RDWR | (syncedWrites ? constants.O_DSYNC : 0);
}

/** Writes bytes from `offset` of a file on; they survive a crash when this resolves. */
export async function writeDurably(
  file: FileHandle,
  bytes: Uint8Array,
  offset: number,
  syncedWrites: boolean,
): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const part = await writeAt(file.fd, bytes, written, bytes.length - written, offset + written);
    written += part.bytesWritten;
  }
  if (!syncedWrites) await file.datasync();
}
