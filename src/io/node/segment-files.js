import { mkdir, open, readdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
const suffix = ".segment";
/** Where the segment that begins at `base` is kept. */
export function segmentFile(directory, base) {
    return { path: path.join(directory, base.toString(16).padStart(14, "0") + suffix), base };
}
/** Where the list of a full segment's records is kept. */
export function listFile(segment) {
    return `${segment.path.slice(0, -suffix.length)}.list`;
}
/** The segments of a directory, in order; the directory is made when it is not there. */
export async function findSegments(directory) {
    await mkdir(directory, { recursive: true });
    const names = await readdir(directory);
    return names
        .filter((name) => /^[0-9a-f]{14}\.segment$/.test(name))
        .sort()
        .map((name) => ({ path: path.join(directory, name), base: Number.parseInt(name, 16) }));
}
/** Makes the names in a directory durable. */
export async function syncDirectory(directory) {
    const handle = await open(directory, "r");
    try {
        await handle.sync();
    }
    finally {
        await handle.close();
    }
}
/** Writes a file so that it is there whole or not at all. */
export async function writeWhole(file, content) {
    const unfinished = `${file}.unfinished`;
    await writeFile(unfinished, content, { flush: true });
    await rename(unfinished, file);
    await syncDirectory(path.dirname(file));
}
//# sourceMappingURL=segment-files.js.map