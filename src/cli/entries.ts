import { open } from "node:fs/promises";
import { CodedError } from "../base/index.js";
import { entryBytesMax } from "../wire/index.js";
import { systemErrorCode } from "./failure.js";

const newline = 0x0a;

/** How bytes become entries: one a line, or pieces of a fixed size. */
export interface EntrySplitting {
  /** Bytes of each entry; absent: an entry is a line. */
  readonly chunkBytes?: number;
  /** Whether an entry keeps the newline that ended it, so that entries put together give the same bytes. */
  readonly keepNewline: boolean;
}

/**
 * Cuts bytes into entries. A line longer than an entry may be is refused when newlines are dropped; when they are
 * kept, it takes several entries.
 *
 * @throws CodedError `LOG-TOO-LARGE`
 */
export function* splitEntries(bytes: Uint8Array, splitting: EntrySplitting): Iterable<Uint8Array> {
  if (splitting.chunkBytes !== undefined) {
    yield* pieces(bytes, splitting.chunkBytes);
    return;
  }
  let lineNumber = 0;
  for (const line of linesOf(bytes)) {
    lineNumber += 1;
    if (splitting.keepNewline) {
      yield* pieces(line, entryBytesMax);
      continue;
    }
    const entry = line.at(-1) === newline ? line.subarray(0, -1) : line;
    if (entry.length > entryBytesMax) refuseLine(lineNumber, entry.length);
    yield entry;
  }
}

function* linesOf(bytes: Uint8Array): Iterable<Uint8Array> {
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(newline, start);
    const next = end < 0 ? bytes.length : end + 1;
    yield bytes.subarray(start, next);
    start = next;
  }
}

function* pieces(bytes: Uint8Array, size: number): Iterable<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

function refuseLine(line: number, length: number): never {
  throw new CodedError({
    code: "LOG-TOO-LARGE",
    message: `line ${line} has ${length} bytes; an entry has at most ${entryBytesMax}`,
    help: "Use --chunk BYTES to cut the input into pieces of one size.",
  });
}

/**
 * Reads a whole file, or standard input for `-`.
 *
 * @throws CodedError `INPUT-FILE` when it cannot be read
 */
export async function readInput(file: string): Promise<Uint8Array> {
  if (file === "-") return readStream(process.stdin);
  try {
    const handle = await open(file);
    try {
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new CodedError({
      code: "INPUT-FILE",
      message: `cannot read ${file}: ${systemErrorCode(error) ?? String(error)}`,
      help: "Name a file that exists, or - for standard input.",
    });
  }
}

async function readStream(stream: NodeJS.ReadStream): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
