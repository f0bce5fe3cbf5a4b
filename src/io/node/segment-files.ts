import { mkdir, open, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/** A file of records; its name is the position of its first byte. */
export interface SegmentFile {
  readonly path: string;
  /** Position of the first byte. */
  readonly base: number;
}

const suffix = ".segment";

/** Where the segment that begins at `base` is kept. */
export function segmentFile(directory: string, base: number): SegmentFile {
  return { path: path.join(directory, base.toString(16).padStart(14, "0") + suffix), base };
}

/** Where the list of a full segment's records is kept. */
export function listFile(segment: SegmentFile): string {
  return `${segment.path.slice(0, -suffix.length)}.list`;
}

/** The segments of a directory, in order; the directory is made when it is not there. */
export async function findSegments(directory: string): Promise<SegmentFile[]> {
  await mkdir(directory, { recursive: true });
  const names = await readdir(directory);
  return names
    .filter((name) => /^[0-9a-f]{14}\.segment$/.test(name))
    .sort()
    .map((name) => ({ path: path.join(directory, name), base: Number.parseInt(name, 16) }));
}

/** Deletes a segment and its list; a crash in between leaves a segment without a list, which is whole. */
export async function deleteSegment(segment: SegmentFile): Promise<void> {
  await rm(listFile(segment), { force: true });
  await rm(segment.path, { force: true });
}

/** Makes the names in a directory durable. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes a file so that it is there whole or not at all. */
export async function writeWhole(file: string, content: Uint8Array): Promise<void> {
  const unfinished = `${file}.unfinished`;
  await writeFile(unfinished, content, { flush: true });
  await rename(unfinished, file);
  await syncDirectory(path.dirname(file));
}
