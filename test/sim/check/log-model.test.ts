import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  checkLog,
  explainVerdict,
  type LogInput,
  type LogOutput,
  type Operation,
} from "../../../src/sim/index.js";
import { isLogLinearizableByForce } from "./brute-force.js";

type LogOperation = Operation<LogInput, LogOutput>;

function operation(
  input: LogInput,
  output: LogOutput | undefined,
  calledAt: number,
  at?: number,
): LogOperation {
  const base = { id: calledAt, process: "client", input, calledAt, calledUs: calledAt };
  return at === undefined || output === undefined ? base : { ...base, returned: { at, us: at, output } };
}

const append = (value: string, index: number, calledAt: number, returnedAt?: number) =>
  operation(
    { kind: "append", value },
    { kind: "appended", index: BigInt(index), place: 0 },
    calledAt,
    returnedAt,
  );
const read = (index: number, value: string | undefined, calledAt: number, returnedAt: number) =>
  operation(
    { kind: "read", index: BigInt(index) },
    value === undefined ? { kind: "junk" } : { kind: "entries", values: [value] },
    calledAt,
    returnedAt,
  );
/** An append whose value shares its index with others. */
const packed = (value: string, index: number, place: number, calledAt: number, returnedAt?: number) =>
  operation(
    { kind: "append", value },
    { kind: "appended", index: BigInt(index), place },
    calledAt,
    returnedAt,
  );
const readPack = (index: number, values: readonly string[], calledAt: number, returnedAt: number) =>
  operation({ kind: "read", index: BigInt(index) }, { kind: "entries", values }, calledAt, returnedAt);
const absent = (index: number, calledAt: number, returnedAt: number) =>
  operation({ kind: "read", index: BigInt(index) }, { kind: "absent" }, calledAt, returnedAt);
const tail = (index: number, calledAt: number, returnedAt: number) =>
  operation({ kind: "tail" }, { kind: "tail", index: BigInt(index) }, calledAt, returnedAt);

const good: Readonly<Record<string, readonly LogOperation[]>> = {
  "one after the other": [append("a", 1, 1, 2), append("b", 2, 3, 4), tail(2, 5, 6), read(1, "a", 7, 8)],
  "at once, in either order": [append("a", 2, 1, 4), append("b", 1, 2, 3), tail(2, 5, 6)],
  "an index that was lost on its way is junk": [
    append("a", 1, 1, 2),
    append("b", 3, 3, 4),
    read(2, undefined, 5, 6),
  ],
  "the tail counts indices given out": [append("a", 2, 1, 6), tail(2, 2, 3), tail(4, 4, 5)],
  "an append that never returned was read": [append("a", 1, 1), read(1, "a", 2, 3), tail(1, 4, 5)],
  "an append that was sent twice stands twice": [
    append("a", 2, 1, 4),
    read(1, "a", 5, 6),
    read(2, "a", 7, 8),
  ],
  "an index beyond the tail is absent": [absent(1, 1, 2), append("a", 1, 3, 4), absent(2, 5, 6)],
  "two that were packed together, seen together": [
    packed("b", 1, 1, 1, 4),
    packed("a", 1, 0, 2, 3),
    tail(1, 5, 6),
    readPack(1, ["a", "b"], 7, 8),
    append("c", 2, 9, 10),
  ],
  "one of two that were packed together never returned": [
    packed("a", 1, 0, 1, 4),
    packed("b", 1, 1, 2),
    readPack(1, ["a", "b"], 5, 6),
  ],
  "a lost append may be junk for ever": [
    append("a", 1, 1),
    read(1, undefined, 2, 3),
    read(1, undefined, 4, 5),
  ],
};

const bad: Readonly<Record<string, readonly LogOperation[]>> = {
  "indices against real time": [append("a", 2, 1, 2), append("b", 1, 3, 4)],
  "one index for two values": [append("a", 1, 1, 4), append("b", 1, 2, 3)],
  "the tail behind a completed append": [append("a", 1, 1, 2), tail(0, 3, 4)],
  "packed together, and one began when the other had ended": [
    packed("a", 1, 0, 1, 2),
    packed("b", 1, 1, 3, 4),
    readPack(1, ["a", "b"], 5, 6),
    tail(1, 2.1, 2.2),
  ],
  "packed together, in places that were mixed up": [
    packed("a", 1, 1, 1, 4),
    packed("b", 1, 0, 2, 3),
    readPack(1, ["a", "b"], 5, 6),
  ],
  "one place for two values": [packed("a", 1, 1, 1, 4), packed("b", 1, 1, 2, 3), tail(1, 5, 6)],
  "some of a pack": [packed("a", 1, 0, 1, 4), packed("b", 1, 1, 2, 3), readPack(1, ["a"], 5, 6)],
  "a tail within a pack": [packed("a", 1, 0, 1, 2), absent(1, 3, 4), packed("b", 1, 1, 1, 6)],
  "the tail goes back": [tail(5, 1, 2), tail(4, 3, 4)],
  "an index that was already below the tail": [tail(5, 1, 2), append("a", 5, 3, 4)],
  "a read of something else": [append("a", 1, 1, 2), read(1, "b", 3, 4), append("b", 2, 5, 6)],
  "a completed append is junk": [append("a", 1, 1, 2), read(1, undefined, 3, 4)],
  "a completed append is absent": [append("a", 1, 1, 2), absent(1, 3, 4)],
  "two reads disagree": [append("a", 1, 1), read(1, "a", 2, 3), read(1, undefined, 4, 5)],
  "read before it was appended": [read(1, "a", 1, 2), append("a", 1, 3, 4)],
  "a value that nobody appended": [read(1, "a", 1, 2)],
  "read of an index above the tail": [read(3, undefined, 1, 2), tail(2, 3, 4)],
};

for (const [name, history] of Object.entries(good)) {
  test(`log, linearizable: ${name}`, () => {
    const verdict = checkLog(history);
    assert.equal(verdict.kind, "linearizable", explainVerdict(verdict, verdict.operations));
  });
}

for (const [name, history] of Object.entries(bad)) {
  test(`log, not linearizable: ${name}`, () => {
    assert.equal(checkLog(history).kind, "violation");
  });
}

/** Histories of six operations that were right, of which a few answers were then changed. */
const histories = fc
  .array(
    fc.record({
      kind: fc.constantFrom("append", "append", "read", "tail"),
      index: fc.integer({ min: 1, max: 4 }),
      calledAt: fc.nat(20),
      lasts: fc.integer({ min: 1, max: 20 }),
      returns: fc.integer({ min: 0, max: 4 }),
      seen: fc.constantFrom(undefined, "v0", "v1", "v2"),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((sketches) =>
    sketches.map(({ kind, index, calledAt, lasts, returns, seen }, at) => {
      const from = calledAt + at / 10;
      const until = from + lasts + 0.05;
      if (kind === "append") return append(`v${at}`, index, from, returns === 0 ? undefined : until);
      return kind === "tail" ? tail(index, from, until) : read(index, seen, from, until);
    }),
  );

test("the log checker agrees with brute force, and finds both kinds of histories", () => {
  const found = { linearizable: 0, violation: 0, undecided: 0 };
  fc.assert(
    fc.property(histories, (history) => {
      const verdict = checkLog(history);
      found[verdict.kind] += 1;
      assert.equal(verdict.kind === "linearizable", isLogLinearizableByForce(history));
    }),
    { numRuns: 1000, seed: 5 },
  );
  assert.ok(found.linearizable > 100 && found.violation > 100, JSON.stringify(found));
});
