import { readSync } from "node:fs";
import { open } from "node:fs/promises";
import type { RecordPosition, RecordVisitor, Storage, StoredRecord } from "../index.js";
import { readRecord, recordLength, statedLength, writeRecord } from "./record-format.js";
import { deleteSegment, findSegments, segmentFile, syncDirectory } from "./segment-files.js";
import { SegmentList } from "./segment-list.js";
import { type OpenSegment, recoverFull, recoverLast } from "./segment-recovery.js";

interface QueuedRecord {
  readonly header: Uint8Array;
  readonly body: Uint8Array;
  readonly position: RecordPosition;
  readonly done: (failure?: Error) => void;
}

const segmentBytesDefault = 64 * 1024 * 1024;
const batchBytesMax = 4 * 1024 * 1024;
const readBytes = 4096;

/** How a storage is kept. */
export interface SegmentStorageOptions {
  /** A new segment begins when this many bytes are full; fewer than 2^32. */
  readonly segmentBytes?: number;
}

/**
 * Opens a storage in a directory, shows the records that it holds, and cuts off a write that a crash interrupted.
 *
 * @throws CodedError `STORAGE-DAMAGED` when bytes that were durable are no longer right.
 */
export async function openSegmentStorage(
  directory: string,
  visit: RecordVisitor,
  options: SegmentStorageOptions = {},
): Promise<SegmentStorage> {
  const files = await findSegments(directory);
  const segments: OpenSegment[] = [];
  const list = new SegmentList();
  for (const [at, file] of files.entries()) {
    const next = files[at + 1];
    if (next !== undefined) segments.push(await recoverFull(file, next.base, visit));
    else {
      const listAndVisit: RecordVisitor = (header, position, bodyLength) => {
        list.add(header.slice(), position - file.base, bodyLength);
        visit(header, position, bodyLength);
      };
      segments.push(await recoverLast(file, listAndVisit));
    }
  }
  if (segments.length === 0) segments.push(await createSegment(directory, 0));
  return new SegmentStorage(directory, segments, list, options.segmentBytes ?? segmentBytesDefault);
}

async function createSegment(directory: string, base: number): Promise<OpenSegment> {
  const file = segmentFile(directory, base);
  const handle = await open(file.path, "w+");
  await syncDirectory(directory);
  return { file, handle, length: 0 };
}

/**
 * Records in append-only files. All records that were appended while a sync was under way share the next write and the
 * next sync (group commit), so that the cost of a sync is spread over as many records as there are.
 */
export class SegmentStorage implements Storage {
  readonly #directory: string;
  readonly #segments: OpenSegment[];
  readonly #segmentBytes: number;
  #list: SegmentList;
  #queue: QueuedRecord[] = [];
  /** Where the next record will be. */
  #end: RecordPosition;
  #failure: Error | undefined;
  #draining: Promise<void> | undefined;
  /** Deletions, one after the other. */
  #freeing: Promise<void> = Promise.resolve();
  #syncs = 0;

  /** Use `openSegmentStorage`. */
  constructor(directory: string, segments: OpenSegment[], list: SegmentList, segmentBytes: number) {
    this.#directory = directory;
    this.#segments = segments;
    this.#list = list;
    this.#segmentBytes = segmentBytes;
    const { file, length } = this.#last();
    this.#end = file.base + length;
  }

  /** How many times written records were made durable: records divided by this is the size of a batch. */
  get syncs(): number {
    return this.#syncs;
  }

  append(header: Uint8Array, body: Uint8Array, done: (failure?: Error) => void): RecordPosition {
    const position = this.#end;
    this.#end += recordLength(header.length, body.length);
    this.#queue.push({ header, body, position, done });
    this.#draining ??= this.#drain();
    return position;
  }

  read(position: RecordPosition, receive: (record: StoredRecord | undefined) => void): void {
    const segment = this.#segments.findLast(({ file }) => file.base <= position);
    if (segment === undefined) receive(undefined);
    else receive(this.#readFrom(segment, position));
  }

  release(before: RecordPosition): void {
    this.#freeing = this.#freeing.then(() => this.#free(before)).catch(() => undefined);
  }

  /**
   * Deletes the segments that end before a position, the oldest first, so that what is left is always one piece. What
   * cannot be deleted costs space and nothing else.
   */
  async #free(before: RecordPosition): Promise<void> {
    for (;;) {
      const [oldest, next] = this.#segments;
      if (oldest === undefined || next === undefined || next.file.base > before) return;
      this.#segments.shift();
      await oldest.handle.close();
      await deleteSegment(oldest.file);
      await syncDirectory(this.#directory);
    }
  }

  /** An unreadable block of a disk is a damaged record, and no reason to stop. */
  #readFrom(segment: OpenSegment, position: RecordPosition): StoredRecord | undefined {
    try {
      return readAt(segment, position - segment.file.base, this.#end - position);
    } catch {
      return undefined;
    }
  }

  async close(): Promise<void> {
    await this.#draining;
    await this.#freeing;
    this.#failure ??= new Error("the storage is closed");
    for (const { handle } of this.#segments) await handle.close();
    this.#segments.length = 0;
  }

  #last(): OpenSegment {
    const last = this.#segments.at(-1);
    if (last === undefined) throw new Error("the storage is closed");
    return last;
  }

  /** Writes batches until nothing is queued. It never throws: a failure goes to whoever waits. */
  async #drain(): Promise<void> {
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const batch = this.#takeBatch();
      try {
        if (this.#failure === undefined) await this.#commit(batch);
      } catch (cause) {
        this.#failure = cause instanceof Error ? cause : new Error(String(cause));
      }
      for (const { done } of batch) done(this.#failure);
    }
    this.#draining = undefined;
  }

  #takeBatch(): QueuedRecord[] {
    let bytes = 0;
    let count = 0;
    for (const { header, body } of this.#queue) {
      bytes += recordLength(header.length, body.length);
      if (count > 0 && bytes > batchBytesMax) break;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  /** A batch stays in one segment; segments may therefore be a batch longer than asked for. */
  async #commit(batch: readonly QueuedRecord[]): Promise<void> {
    const start = batch[0]?.position ?? this.#end;
    if (start - this.#last().file.base >= this.#segmentBytes) await this.#beginSegment(start);
    const { file, handle } = this.#last();
    const bytes = Buffer.allocUnsafe(bytesOf(batch));
    for (const { header, body, position } of batch) {
      writeRecord(bytes, position - start, header, body);
      this.#list.add(header, position - file.base, body.length);
    }
    for (let written = 0; written < bytes.length; ) {
      const part = await handle.write(bytes, written, bytes.length - written, start - file.base + written);
      written += part.bytesWritten;
    }
    await handle.datasync();
    this.#syncs += 1;
  }

  async #beginSegment(base: RecordPosition): Promise<void> {
    await this.#list.write(this.#last().file);
    this.#list = new SegmentList();
    this.#segments.push(await createSegment(this.#directory, base));
  }
}

function bytesOf(batch: readonly QueuedRecord[]): number {
  return batch.reduce((sum, { header, body }) => sum + recordLength(header.length, body.length), 0);
}

/** Reads synchronously: the page cache answers most reads in a fraction of what a trip to the thread pool costs. */
function readAt(segment: OpenSegment, offset: number, limit: number): StoredRecord | undefined {
  const first = readExtent(segment, offset, Math.min(readBytes, limit));
  const length = statedLength(first, 0);
  if (length === undefined || length > limit) return undefined;
  return readRecord(length <= first.length ? first : readExtent(segment, offset, length), 0);
}

function readExtent(segment: OpenSegment, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  return bytes.subarray(0, readSync(segment.handle.fd, bytes, 0, length, offset));
}
