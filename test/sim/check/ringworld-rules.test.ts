import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeLogRecord, recordKind } from "../../../src/ringworld/log-record.js";
import {
  checkRealTime,
  DurabilityCheck,
  type LogInput,
  type LogOutput,
  Medium,
  type Operation,
  ReplicaReader,
  type Rule,
  TokenWatch,
  ValueWatch,
} from "../../../src/sim/index.js";
import {
  headerCodec,
  type RingWorldHeader,
  ringworld,
  ringworldCode,
  ringworldKind,
} from "../../../src/wire/index.js";

const blank = headerCodec(ringworld).decode(new Uint8Array(80), 0);
assert.ok(blank);
const header = (fields: Partial<RingWorldHeader>): RingWorldHeader => ({ ...blank, ...fields });

/** Collects the rules that a checker reports. */
function collector(): { rules: Rule[]; report: (rule: Rule) => void } {
  const rules: Rule[] = [];
  return { rules, report: (rule) => rules.push(rule) };
}

function tokens(...hops: readonly [string, number, number][]): Rule[] {
  const { rules, report } = collector();
  const watch = new TokenWatch(report);
  for (const [sender, sequence, index_lo] of hops)
    watch.sent(sender, header({ view: 1, sequence, index_lo }));
  return rules;
}

test("one token goes round, and may be sent again as it was", () => {
  assert.deepEqual(tokens(["s1", 1, 0], ["s2", 2, 5], ["s1", 1, 0], ["s3", 3, 5], ["s2", 2, 5]), []);
  assert.deepEqual(tokens(["s1", 0xffff_ffff, 7], ["s2", 0, 7], ["s3", 1, 9]), [], "hop numbers wrap");
});

test("two tokens are noticed: by one hop at two switches, by two h for one hop, by an h that goes back", () => {
  assert.deepEqual(tokens(["s1", 1, 0], ["s2", 2, 5], ["s3", 2, 5]), ["two-tokens"]);
  assert.deepEqual(tokens(["s1", 1, 0], ["s1", 1, 3]), ["two-tokens"]);
  assert.deepEqual(tokens(["s1", 1, 4], ["s2", 2, 3]), ["two-tokens"]);
  assert.deepEqual(tokens(["s1", 5, 4], ["s2", 3, 4]), ["two-tokens"], "an older hop that was never seen");
});

test("what stands at an index never changes", () => {
  const { rules, report } = collector();
  const watch = new ValueWatch(report);
  const { committed, data, mark, feed } = ringworldKind;
  watch.sent("s1", header({ kind: committed, index_lo: 3, tag: 7 }));
  watch.sent("s1", header({ kind: committed, index_lo: 3, tag: 0 }));
  watch.sent("log", header({ kind: data, index_lo: 3, tag: 7 }));
  watch.sent("log", header({ kind: data, index_lo: 3, tag: 8, code: ringworldCode.view }));
  watch.sent("log", header({ kind: data, index_lo: 4, tag: 0 }));
  for (const kind of [mark, feed]) watch.sent("log", header({ kind, index_lo: 3, tag: 7 }));
  assert.deepEqual(rules, []);
  watch.sent("log", header({ kind: data, index_lo: 3, tag: 8 }));
  watch.sent("s1", header({ kind: committed, index_lo: 4, tag: 9 }));
  for (const kind of [mark, feed]) watch.sent("log", header({ kind, index_lo: 3, tag: 9 }));
  assert.deepEqual(rules, ["two-values", "two-values", "two-values", "two-values"]);
});

function store(medium: Medium, index_lo: number, tag: number, value: readonly number[]): void {
  const fields = { reserved: 0, entries: 0, view: 1, index_hi: 0, client: 1n, request: 1, stream: 0 };
  medium.append(
    encodeLogRecord({ kind: recordKind.entry, index_lo, tag, ...fields }),
    Uint8Array.from(value),
  );
  medium.harden(medium.records.length);
}

function threeServers(): { media: Medium[]; check: DurabilityCheck; rules: Rule[] } {
  const media = [new Medium(), new Medium(), new Medium()];
  const readers = media.map((medium, number) => new ReplicaReader(`log-${number}`, medium));
  const { rules, report } = collector();
  return { media, check: new DurabilityCheck(() => [{ readers, majority: 2 }], report), rules };
}

test("an acknowledged append must be durable on a majority, then and later", () => {
  const { media, check, rules } = threeServers();
  const [first, second, third] = media;
  assert.ok(first && second && third);
  const append = { name: "a", index: 1n, place: 0, value: Uint8Array.of(42) };
  store(first, 1, 9, [42]);
  store(second, 1, 8, [43]);
  check.appended(append);
  assert.deepEqual(rules, ["append-not-durable"], "another value does not count");
  store(third, 1, 9, [42]);
  check.appended(append);
  check.checkAll();
  assert.deepEqual(rules, ["append-not-durable"]);
  store(third, 1, 0, []);
  check.checkAll();
  assert.deepEqual(rules, ["append-not-durable", "append-lost", "append-lost"], "junk was written over it");
});

test("what is not durable does not count", () => {
  const { media, check, rules } = threeServers();
  for (const medium of media) {
    medium.append(new Uint8Array(0), Uint8Array.of(42));
  }
  check.appended({ name: "a", index: 1n, place: 0, value: Uint8Array.of(42) });
  assert.deepEqual(rules, ["append-not-durable"]);
});

test("a commit cursor moves forward, and only over what a majority holds", () => {
  const { media, check, rules } = threeServers();
  const [first, second] = media;
  assert.ok(first && second);
  const indexAt = (q: number) => BigInt(16 * q);
  for (const index of [16, 32]) {
    store(first, index, index, [1]);
    store(second, index, index, [1]);
  }
  check.cursorSeen("lane", 0, 1, indexAt);
  check.cursorSeen("lane", 3, 1, indexAt);
  assert.deepEqual(rules, []);
  check.cursorSeen("lane", 2, 1, indexAt);
  assert.deepEqual(rules, ["cursor-back"]);
  check.cursorSeen("lane", 4, 1, indexAt);
  assert.deepEqual(rules, ["cursor-back", "cursor-hole"]);
});

function operation(
  id: number,
  input: LogInput,
  output: LogOutput,
  calledAt: number,
  at: number,
): Operation<LogInput, LogOutput> {
  return { id, process: "p", input, calledAt, calledUs: calledAt, returned: { at, us: at, output } };
}

function realTime(...operations: readonly (readonly ["append" | "tail", number, number, number])[]): Rule[] {
  const { rules, report } = collector();
  const history = operations.map(([kind, index, from, until], id) =>
    kind === "append"
      ? operation(
          id,
          { kind, value: `v${id}` },
          { kind: "appended", index: BigInt(index), place: 0 },
          from,
          until,
        )
      : operation(id, { kind }, { kind, index: BigInt(index) }, from, until),
  );
  checkRealTime(history, report);
  return rules;
}

test("indices and tails follow real time", () => {
  assert.deepEqual(realTime(["append", 1, 1, 2], ["append", 2, 3, 4], ["tail", 2, 5, 6]), []);
  assert.deepEqual(
    realTime(["append", 2, 1, 4], ["append", 1, 2, 3], ["tail", 0, 2.5, 9]),
    [],
    "all at once",
  );
  assert.deepEqual(realTime(["append", 2, 1, 2], ["append", 1, 3, 4]), ["index-order"]);
  assert.deepEqual(realTime(["tail", 5, 1, 2], ["append", 5, 3, 4]), ["index-order"]);
  assert.deepEqual(realTime(["append", 3, 1, 2], ["tail", 2, 3, 4]), ["tail-back"]);
  assert.deepEqual(realTime(["tail", 3, 1, 2], ["tail", 2, 3, 4]), ["tail-back"]);
  assert.deepEqual(realTime(["append", 3, 1, 4], ["append", 3, 2, 5]), ["index-order"], "one index for two");
});
