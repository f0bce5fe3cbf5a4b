import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { truncateSync } from "node:fs";
import { appendFile, cp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { CodedError } from "../../src/base/index.js";
import type { RecordVisitor } from "../../src/io/index.js";
import { openSegmentStorage, type SegmentStorage } from "../../src/io/node/index.js";
import { temporaryDirectory } from "./temporary-directory.js";

const opener = fileURLToPath(new URL("./storage-opener.js", import.meta.url));
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

/** Resolves with the position when the record is durable. */
function append(storage: SegmentStorage, header: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const position = storage.append(Buffer.from(header), Buffer.from(body), (failure) =>
      failure ? reject(failure) : resolve(position),
    );
  });
}

function read(storage: SegmentStorage, position: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    storage.read(position, (record) => resolve(record && `${text(record.header)}:${text(record.body)}`));
  });
}

/** Opens a storage and lists what it shows, as `header@position+length`. */
async function reopen(directory: string, segmentBytes?: number) {
  const seen: string[] = [];
  const visit: RecordVisitor = (header, position, length) =>
    seen.push(`${text(header)}@${position}+${length}`);
  const storage = await openSegmentStorage(
    directory,
    visit,
    segmentBytes === undefined ? {} : { segmentBytes },
  );
  return { storage, seen };
}

async function filled(context: TestContext, segmentBytes?: number) {
  const directory = await temporaryDirectory(context);
  const { storage } = await reopen(directory, segmentBytes);
  const positions: number[] = [];
  for (const [at, body] of ["", "one", "x".repeat(9_000), "three"].entries()) {
    positions.push(await append(storage, `h${at}`, body));
  }
  return { directory, storage, positions };
}

const seenOfFilled = ["h0@0+0", "h1@14+3", "h2@31+9000", "h3@9045+5"];

test("records are read back by position, before and after the storage is opened again", async (context) => {
  const { directory, storage, positions } = await filled(context);
  assert.deepEqual(positions, [0, 14, 31, 9045]);
  assert.equal(await read(storage, 14), "h1:one");
  await storage.close();
  const again = await reopen(directory);
  assert.deepEqual(again.seen, seenOfFilled);
  assert.equal(await read(again.storage, 31), `h2:${"x".repeat(9_000)}`);
  assert.equal(await read(again.storage, 0), "h0:");
  assert.equal(await read(again.storage, 15), undefined);
  assert.equal(await read(again.storage, 99_999), undefined);
  assert.equal(await append(again.storage, "h4", "four"), 9064);
  await again.storage.close();
});

test("records appended while a sync is under way share the next one, and become durable in order", async (context) => {
  const { storage } = await reopen(await temporaryDirectory(context));
  const order: number[] = [];
  const appends = Array.from({ length: 1000 }, async (_, at) => {
    await append(storage, "h", `record ${at}`);
    order.push(at);
  });
  await Promise.all(appends);
  assert.deepEqual(
    order,
    [...order].sort((left, right) => left - right),
  );
  assert.ok(storage.syncs <= 3, `${storage.syncs} syncs`);
  await storage.close();
});

test("records of one turn that fill more than one batch are all there, in order", async (context) => {
  const directory = await temporaryDirectory(context);
  const { storage } = await reopen(directory, 1_000_000);
  const bodies = Array.from({ length: 60 }, (_, at) => String.fromCharCode(65 + at).repeat(200_000));
  const positions = await Promise.all(bodies.map((body, at) => append(storage, `h${at}`, body)));
  assert.ok(storage.syncs >= 3, `${storage.syncs} writes for 12 MB`);
  await storage.close();
  const again = await reopen(directory);
  assert.equal(again.seen.length, bodies.length);
  assert.equal(await read(again.storage, positions[59] ?? 0), `h59:${bodies[59]}`);
  await again.storage.close();
});

test("the bytes of a record are the caller's again when it was taken in", async (context) => {
  const { storage } = await reopen(await temporaryDirectory(context));
  const [header, body] = [Buffer.from("h"), Buffer.from("body")];
  await new Promise((resolve) => {
    storage.append(header, body, resolve);
    header.fill(0);
    body.fill(0);
  });
  assert.equal(await read(storage, 0), "h:body");
  await storage.close();
});

for (const writeWay of ["plain", "synced", "direct"] as const) {
  test(`a storage with ${writeWay} writes is opened again, and written on`, async (context) => {
    const directory = await temporaryDirectory(context);
    const open = () => openSegmentStorage(directory, () => undefined, { segmentBytes: 20, writeWay });
    const storage = await open();
    for (let at = 0; at < 4; at += 1) await append(storage, `h${at}`, "x".repeat(at * 10));
    await storage.close();
    const again = await open();
    assert.equal(await append(again, "h4", "four"), 116);
    await again.close();
    const last = await reopen(directory);
    await last.storage.close();
    assert.deepEqual(last.seen, ["h0@0+0", "h1@14+10", "h2@38+20", "h3@72+30", "h4@116+4"]);
  });

  test(`with ${writeWay} writes, records of any length across blocks come back from the disk`, async (context) => {
    const directory = await temporaryDirectory(context);
    const lengths = [1, 4059, 4096, 4100, 12_000, 300_000, 0, 5, 70_000, 4071];
    const seen: string[] = [];
    for (const [at, length] of lengths.entries()) {
      const visit: RecordVisitor = (header) => seen.push(text(header));
      const storage = await openSegmentStorage(directory, at === 5 ? visit : () => undefined, { writeWay });
      await append(storage, `a${at}`, "a".repeat(length));
      await append(storage, `b${at}`, "b".repeat(length));
      await storage.close();
    }
    assert.deepEqual(seen, ["a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3", "a4", "b4"]);
    const { storage, seen: all } = await reopen(directory);
    let position = 0;
    for (const [at, length] of lengths.entries()) {
      for (const name of ["a", "b"]) {
        assert.equal(await read(storage, position), `${name}${at}:${name.repeat(length)}`);
        position += 14 + length;
      }
    }
    assert.equal(all.length, 2 * lengths.length);
    await storage.close();
  });
}

test("a storage of many segments opens by their lists, and without them", async (context) => {
  const { directory, storage } = await filled(context, 20);
  await storage.close();
  const names = async () => (await readdir(directory)).sort();
  assert.deepEqual(await names(), [
    "00000000000000.list",
    "00000000000000.segment",
    "0000000000001f.list",
    "0000000000001f.segment",
    "00000000002355.segment",
  ]);
  const byLists = await reopen(directory);
  await byLists.storage.close();
  await rm(path.join(directory, "00000000000000.list"));
  await writeFile(path.join(directory, "0000000000001f.list"), "damaged");
  const byScan = await reopen(directory);
  assert.deepEqual(byLists.seen, seenOfFilled);
  assert.deepEqual(byScan.seen, seenOfFilled);
  assert.equal(await read(byScan.storage, 14), "h1:one");
  assert.equal(await read(byScan.storage, 9045), "h3:three");
  await byScan.storage.close();
});

test("a list that a crash left behind its segment is not trusted", async (context) => {
  const { directory, storage } = await filled(context, 20);
  await storage.close();
  const list = path.join(directory, "0000000000001f.list");
  const short = await readFile(path.join(directory, "00000000000000.list"));
  await writeFile(list, short);
  const again = await reopen(directory);
  assert.deepEqual(again.seen, seenOfFilled);
  await again.storage.close();
});

test("a write that was cut off at any byte is forgotten, and everything before it stays", async (context) => {
  const { directory, storage } = await filled(context);
  await storage.close();
  const segment = path.join(directory, "00000000000000.segment");
  const { size } = await stat(segment);
  for (const kept of [9046, 9055, size - 1]) {
    await truncate(segment, kept);
    const { storage: cut, seen } = await reopen(directory);
    assert.deepEqual(seen, seenOfFilled.slice(0, 3));
    assert.deepEqual(await behind(segment, 9045), []);
    assert.equal(await append(cut, "h3", "three"), 9045);
    await cut.close();
  }
});

/** What a file has from an offset on that is not zero. */
async function behind(file: string, offset: number): Promise<number[]> {
  const bytes = await readFile(file);
  assert.ok(bytes.length >= offset);
  return [...bytes.subarray(offset)].filter((byte) => byte !== 0);
}

/** What a crash leaves of a storage that is open: its files as they are. */
async function crashed(context: TestContext, directory: string): Promise<string> {
  const copy = await temporaryDirectory(context);
  await cp(directory, copy, { recursive: true });
  return copy;
}

test("what was prepared for the next records is not taken for one after a crash", async (context) => {
  const { directory, storage, positions } = await filled(context);
  const copy = await crashed(context, directory);
  const segment = path.join(copy, "00000000000000.segment");
  assert.ok((await stat(segment)).size > 60_000, "the file is longer than its records");
  const { storage: again, seen } = await reopen(copy);
  assert.deepEqual(seen, seenOfFilled);
  assert.deepEqual(await behind(segment, 9064), []);
  assert.equal(await append(again, "h4", "four"), 9064);
  assert.equal(await read(again, positions[3] ?? 0), "h3:three");
  await again.close();
  await storage.close();
});

test("a write that was torn over prepared bytes is forgotten, whichever of its pages reached the disk", async (context) => {
  const { directory, storage } = await filled(context);
  await append(storage, "torn", "y".repeat(20_000));
  const copy = await crashed(context, directory);
  const segment = path.join(copy, "00000000000000.segment");
  const whole = await readFile(segment);
  for (const missing of [
    [9_064, 12_288],
    [12_288, 16_384],
    [16_384, 30_000],
  ] as const) {
    await writeFile(segment, Buffer.from(whole).fill(0, ...missing));
    const { storage: again, seen } = await reopen(copy);
    assert.deepEqual(seen, seenOfFilled);
    await again.close();
  }
  await storage.close();
});

test("bytes that were prepared behind a full segment do no harm, with its list and without", async (context) => {
  const { directory, storage } = await filled(context, 20);
  await storage.close();
  await appendFile(path.join(directory, "0000000000001f.segment"), Buffer.alloc(5_000));
  const byList = await reopen(directory);
  await byList.storage.close();
  await rm(path.join(directory, "0000000000001f.list"));
  const byScan = await reopen(directory);
  await byScan.storage.close();
  assert.deepEqual([byList.seen, byScan.seen], [seenOfFilled, seenOfFilled]);
});

test("records stay readable while the file grows far beyond what was prepared first", async (context) => {
  const { storage } = await reopen(await temporaryDirectory(context));
  const positions: number[] = [];
  for (let at = 0; at < 40; at += 1) positions.push(await append(storage, `h${at}`, `${at}`.repeat(60_000)));
  for (const [at, position] of positions.entries())
    assert.equal(await read(storage, position), `h${at}:${`${at}`.repeat(60_000)}`);
  await storage.close();
});

test("what was just written is read from memory, also while more is under way", async (context) => {
  const directory = await temporaryDirectory(context);
  const { storage } = await reopen(directory);
  const position = await append(storage, "h", "durable");
  const later = append(storage, "h", "under way");
  truncateSync(path.join(directory, "00000000000000.segment"), 0);
  assert.equal(await read(storage, position), "h:durable");
  await later;
  await storage.close();
});

test("garbage after the last record is cut off", async (context) => {
  const { directory, storage } = await filled(context);
  await storage.close();
  await appendFile(path.join(directory, "00000000000000.segment"), Buffer.alloc(100, 0x52));
  const { storage: cut, seen } = await reopen(directory);
  assert.deepEqual(seen, seenOfFilled);
  await cut.close();
});

test("damage to a full segment is refused by name when it is opened, and by record when it is read", async (context) => {
  const { directory, storage } = await filled(context, 20);
  await storage.close();
  const segment = path.join(directory, "00000000000000.segment");
  const bytes = await readFile(segment);
  bytes[bytes.length - 1] = 0;
  await writeFile(segment, bytes);
  const byList = await reopen(directory);
  assert.equal(await read(byList.storage, 14), undefined);
  assert.equal(await read(byList.storage, 0), "h0:");
  await byList.storage.close();
  await rm(path.join(directory, "00000000000000.list"));
  await assert.rejects(
    reopen(directory),
    (error) => error instanceof CodedError && error.code === "STORAGE-DAMAGED",
  );
});

test("what is on a disk that is full can be read; nothing more is taken in", async (context) => {
  const { directory, storage } = await filled(context);
  await append(storage, "h4", "x".repeat(60_000));
  await storage.close();
  // No file may grow beyond 8 or 16 KiB, as the shell counts blocks.
  const limited = ["-c", 'ulimit -f 16 && exec "$@"', "sh", process.execPath, opener, directory];
  const { stdout } = await promisify(execFile)("sh", limited);
  assert.deepEqual(stdout.trim().split("\n"), [
    "h0",
    "h1",
    "h2",
    "h3",
    "h4",
    "STORAGE-WRITE",
    "STORAGE-WRITE",
  ]);
  const again = await reopen(directory);
  assert.deepEqual(again.seen.slice(0, 4), seenOfFilled);
  assert.equal(again.seen.length, 5);
  await again.storage.close();
});

test("after a failure nothing is taken in any more", async (context) => {
  const { storage } = await reopen(await temporaryDirectory(context));
  await append(storage, "h", "first");
  await storage.close();
  await assert.rejects(append(storage, "h", "second"), /closed/);
  await assert.rejects(append(storage, "h", "third"), /closed/);
});

test("released segments are deleted, oldest first, and the rest is what it was", async (context) => {
  const { directory, storage, positions } = await filled(context, 20);
  const segments = async () => (await readdir(directory)).filter((name) => name.endsWith(".segment")).length;
  const before = await segments();
  assert.ok(before >= 3, `${before} segments`);
  storage.release(positions[2] ?? 0);
  await append(storage, "h4", "four");
  await storage.close();
  assert.ok((await segments()) < before + 1, "segments were deleted");
  const again = await reopen(directory, 20);
  assert.ok(!again.seen.includes("h0@0+0"), "what was released is not shown");
  assert.deepEqual(again.seen.slice(-3), ["h2@31+9000", "h3@9045+5", "h4@9064+4"]);
  assert.equal(await read(again.storage, 0), undefined);
  assert.equal(await read(again.storage, 31), `h2:${"x".repeat(9_000)}`);
  again.storage.release(Number.MAX_SAFE_INTEGER);
  await again.storage.close();
  assert.deepEqual(
    (await reopen(directory, 20)).seen,
    ["h3@9045+5", "h4@9064+4"],
    "the last segment always stays",
  );
});
