import { write } from "node:fs";

/** Writes bytes at a place of a file, by the shortest way to the thread pool, however often the system has to be asked. */
export async function writeAt(fd: number, bytes: Uint8Array, offset: number): Promise<void> {
  for (let written = 0; written < bytes.length; )
    written += await writePart(fd, bytes.subarray(written), offset + written);
}

/** Writes as many bytes as the system takes at once, and tells how many. */
function writePart(fd: number, bytes: Uint8Array, offset: number): Promise<number> {
  return new Promise((resolve, reject) => {
    write(fd, bytes, 0, bytes.length, offset, (error, written) => (error ? reject(error) : resolve(written)));
  });
}
