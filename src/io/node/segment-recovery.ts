import { type FileHandle, open, readFile } from "node:fs/promises";
import { CodedError } from "../../base/index.js";
import type { RecordVisitor } from "../index.js";
import { readRecord, recordLength } from "./record-format.js";
import type { SegmentFile } from "./segment-files.js";
import { visitList } from "./segment-list.js";

/** A segment that is open for reading. */
export interface OpenSegment {
  readonly file: SegmentFile;
  readonly handle: FileHandle;
  /** Bytes of whole records in it. */
  readonly length: number;
}

/**
 * Opens a full segment and shows its records.
 *
 * @throws CodedError `STORAGE-DAMAGED` when its bytes are not what was made durable.
 */
export async function recoverFull(
  file: SegmentFile,
  end: number,
  visit: RecordVisitor,
): Promise<OpenSegment> {
  const length = end - file.base;
  if (!(await visitList(file, length, visit))) {
    const scanned = scan(await readFile(file.path), file.base, visit);
    if (scanned !== length) throw damaged(file, scanned);
  }
  return { file, handle: await open(file.path, "r"), length };
}

/**
 * Opens the last segment, shows its whole records, and cuts off what follows them: the write that a crash interrupted,
 * which nobody was told to be durable.
 */
export async function recoverLast(file: SegmentFile, visit: RecordVisitor): Promise<OpenSegment> {
  const bytes = await readFile(file.path);
  const length = scan(bytes, file.base, visit);
  const handle = await open(file.path, "r+");
  if (length < bytes.length) {
    await handle.truncate(length);
    await handle.sync();
  }
  return { file, handle, length };
}

/** Shows the records of a segment in order; the number of bytes before the first that is none. */
function scan(bytes: Buffer, base: number, visit: RecordVisitor): number {
  let offset = 0;
  for (let record = readRecord(bytes, offset); record !== undefined; record = readRecord(bytes, offset)) {
    visit(record.header, base + offset, record.body.length);
    offset += recordLength(record.header.length, record.body.length);
  }
  return offset;
}

function damaged(file: SegmentFile, offset: number): CodedError {
  return new CodedError({
    code: "STORAGE-DAMAGED",
    message: `${file.path}: no whole record at byte ${offset}`,
    help: "The disk lost what was durable. Remove this server's storage and let it be filled from its replicas.",
  });
}
