import { readSync } from "node:fs";
import { open } from "node:fs/promises";
import { setImmediate as turn } from "node:timers/promises";
import { CodedError } from "../../base/index.js";
import type { RecordPosition, RecordVisitor, Storage, StoredRecord } from "../index.js";
import { type DurableFile, defaultWriteWay, openDurableFile, type WriteWay } from "./durable-file.js";
import { RecentBytes } from "./recent-bytes.js";
import { readRecord, recordLength, statedLength, visitRecords } from "./record-format.js";
import { deleteSegment, findSegments, segmentFile, syncDirectory } from "./segment-files.js";
import { SegmentList } from "./segment-list.js";
import { type OpenSegment, recoverFull, recoverLast } from "./segment-recovery.js";
import { type Done, WriteBatch } from "./write-batch.js";

const segmentBytesDefault = 64 * 1024 * 1024;
const readBytes = 4096;
/** As long as a subscriber is expected to be behind: half a second at 16 MB/s. */
const recentBytes = 8 * 1024 * 1024;

/** How a storage is kept. */
export interface SegmentStorageOptions {
  /** A new segment begins when this many bytes are full; fewer than 2^32. */
  readonly segmentBytes?: number;
  /** How writes become durable; by default the best way that the system has. */
  readonly writeWay?: WriteWay;
}

type Settings = Required<SegmentStorageOptions>;

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
  const settings = { segmentBytes: segmentBytesDefault, writeWay: defaultWriteWay, ...options };
  const files = await findSegments(directory);
  const segments: OpenSegment[] = [];
  const list = new SegmentList();
  for (const [at, file] of files.entries()) {
    const next = files[at + 1];
    if (next !== undefined) segments.push(await recoverFull(file, next.base, visit));
    else {
      const listAndVisit: RecordVisitor = (header, position, bodyLength) => {
        list.add(header, position - file.base, bodyLength);
        visit(header, position, bodyLength);
      };
      segments.push(await recoverLast(file, listAndVisit));
    }
  }
  const last = segments.at(-1) ?? (await createSegment(directory, 0));
  if (segments.length === 0) segments.push(last);
  const tail = await openDurableFile(last.file.path, last.length, settings.writeWay);
  return new SegmentStorage({ directory, segments, list, tail, settings });
}

async function createSegment(directory: string, base: number): Promise<OpenSegment> {
  const file = segmentFile(directory, base);
  const handle = await open(file.path, "w+");
  await syncDirectory(directory);
  return { file, handle, length: 0 };
}

/** What was found in a directory, and is written on. */
interface Opened {
  readonly directory: string;
  readonly segments: OpenSegment[];
  /** The records of the last segment. */
  readonly list: SegmentList;
  /** The end of the last segment. */
  readonly tail: DurableFile;
  readonly settings: Settings;
}

/**
 * Records in append-only files. All records that were appended while a write was under way, or in the same turn of the
 * event loop, share the next write and its sync (group commit), so that the cost of a sync is spread over as many
 * records as there are.
 */
export class SegmentStorage implements Storage {
  readonly #directory: string;
  readonly #segments: OpenSegment[];
  readonly #settings: Settings;
  /** The end of the last segment. */
  #tail: DurableFile;
  /** What was last made durable. */
  readonly #recent: RecentBytes;
  #list: SegmentList;
  /** Records for the next writes; the last batch takes in what is appended. */
  readonly #waiting: WriteBatch[] = [];
  /** A batch that is done with. */
  #spare: WriteBatch | undefined;
  /** Where the next record will be. */
  #end: RecordPosition;
  #failure: Error | undefined;
  #draining: Promise<void> | undefined;
  /** Deletions, one after the other. */
  #freeing: Promise<void> = Promise.resolve();
  #syncs = 0;

  /** Use `openSegmentStorage`. */
  constructor({ directory, segments, list, tail, settings }: Opened) {
    this.#directory = directory;
    this.#segments = segments;
    this.#list = list;
    this.#tail = tail;
    this.#settings = settings;
    const { file, length } = this.#last();
    this.#end = file.base + length;
    this.#recent = new RecentBytes(recentBytes, this.#end);
  }

  /** How many times written records were made durable: records divided by this is the size of a batch. */
  get syncs(): number {
    return this.#syncs;
  }

  append(header: Uint8Array, body: Uint8Array, done: Done): RecordPosition {
    const position = this.#end;
    const byteLength = recordLength(header.length, body.length);
    this.#end += byteLength;
    this.#batchFor(byteLength).add(position, header, body, done);
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
      return this.#recordAt(segment, position, this.#end - position);
    } catch {
      return undefined;
    }
  }

  async close(): Promise<void> {
    await this.#freeing;
    await this.#draining;
    const length = this.#failure === undefined ? this.#end - this.#last().file.base : undefined;
    this.#failure ??= new Error("the storage is closed");
    // Zeros that stay behind the last record are cut off by whoever opens it next.
    await this.#tail.close(length).catch(() => undefined);
    for (const { handle } of this.#segments) await handle.close();
    this.#segments.length = 0;
  }

  #last(): OpenSegment {
    const last = this.#segments.at(-1);
    if (last === undefined) throw new Error("the storage is closed");
    return last;
  }

  /** The batch that takes in a record of so many bytes. */
  #batchFor(byteLength: number): WriteBatch {
    const last = this.#waiting.at(-1);
    if (last?.hasRoom(byteLength)) return last;
    const next = this.#spare ?? new WriteBatch();
    this.#spare = undefined;
    this.#waiting.push(next);
    return next;
  }

  /** Writes batches until nothing waits. It never throws: a failure goes to whoever waits. */
  async #drain(): Promise<void> {
    // What arrives in this turn of the event loop shares the write.
    await turn();
    for (let batch = this.#waiting.shift(); batch !== undefined; batch = this.#waiting.shift()) {
      try {
        if (this.#failure === undefined) await this.#commit(batch);
      } catch (cause) {
        this.#failure = writeFailure(this.#directory, cause);
      }
      batch.end(this.#failure);
      this.#spare = batch;
      await turn();
    }
    this.#draining = undefined;
  }

  /** A batch stays in one segment; segments may therefore be a batch longer than asked for. */
  async #commit({ start, bytes }: WriteBatch): Promise<void> {
    if (start - this.#last().file.base >= this.#settings.segmentBytes) await this.#beginSegment(start);
    const offset = start - this.#last().file.base;
    visitRecords(bytes, (header, at, bodyLength) => this.#list.add(header, offset + at, bodyLength));
    await this.#tail.write(bytes, offset);
    this.#recent.add(bytes);
    this.#syncs += 1;
  }

  async #beginSegment(base: RecordPosition): Promise<void> {
    await this.#tail.close(base - this.#last().file.base);
    await this.#list.write(this.#last().file);
    this.#list = new SegmentList();
    const segment = await createSegment(this.#directory, base);
    this.#segments.push(segment);
    this.#tail = await openDurableFile(segment.file.path, 0, this.#settings.writeWay);
  }

  #recordAt(segment: OpenSegment, position: RecordPosition, limit: number): StoredRecord | undefined {
    const first = this.#extent(segment, position, Math.min(readBytes, limit));
    const length = statedLength(first, 0);
    if (length === undefined || length > limit) return undefined;
    return readRecord(length <= first.length ? first : this.#extent(segment, position, length), 0);
  }

  /** Reads synchronously: the page cache answers most reads in a fraction of what a trip to the thread pool costs. */
  #extent({ file, handle }: OpenSegment, position: RecordPosition, byteLength: number): Buffer {
    const recent = this.#recent.copy(position, byteLength);
    if (recent !== undefined) return recent;
    const bytes = Buffer.allocUnsafeSlow(byteLength);
    return bytes.subarray(0, readSync(handle.fd, bytes, 0, byteLength, position - file.base));
  }
}

/** What the system says is the operator's business; everything else is ours. */
function writeFailure(directory: string, cause: unknown): Error {
  if (!(cause instanceof Error)) return new Error(String(cause));
  if (!("syscall" in cause)) return cause;
  return new CodedError({
    code: "STORAGE-WRITE",
    message: `${directory} cannot be written: ${cause.message}`,
    help: "See that the disk has room and works. What was acknowledged is there; start again on the same directory.",
  });
}
