import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type CheckedOperation,
  checkKeyValue,
  checkLinearizable,
  explainVerdict,
  History,
  type KeyedInput,
  type RegisterInput,
  type RegisterOutput,
  registerModel,
  Simulation,
} from "../../../src/sim/index.js";
import { isLinearizableByForce } from "./brute-force.js";

type RegisterOperation = CheckedOperation<RegisterInput, RegisterOutput>;

const write = (value: string, calledAt: number, returnedAt?: number): RegisterOperation => ({
  input: { kind: "write", value },
  calledAt,
  returnedAt,
  output: returnedAt === undefined ? undefined : {},
});
const read = (value: string | undefined, calledAt: number, returnedAt: number): RegisterOperation => ({
  input: { kind: "read" },
  calledAt,
  returnedAt,
  output: { value },
});
/** Appends a letter to what is there; `found` is what it saw. */
const modify = (found: string | undefined, calledAt: number, returnedAt?: number): RegisterOperation => ({
  input: { kind: "modify", change: (value) => `${value ?? ""}m` },
  calledAt,
  returnedAt,
  output: returnedAt === undefined ? undefined : { value: found },
});

const linearizable: Readonly<Record<string, readonly RegisterOperation[]>> = {
  "nothing happened": [],
  "a read sees the write before it": [write("a", 1, 2), read("a", 3, 4)],
  "a read beside a write may see the old value": [write("a", 1, 4), read(undefined, 2, 3)],
  "a read beside a write may see the new value": [write("a", 1, 4), read("a", 2, 3)],
  "two writes at once may take effect in either order": [write("a", 1, 4), write("b", 2, 3), read("a", 5, 6)],
  "a write that never returned may have happened": [write("a", 1), read("a", 2, 3)],
  "a write that never returned may happen late": [write("a", 1), read(undefined, 2, 3), read("a", 4, 5)],
  "a write that never returned may never happen": [write("a", 1), read(undefined, 2, 3)],
  "modifications see each other": [modify(undefined, 1, 2), modify("m", 3, 4), read("mm", 5, 6)],
  "a modification that never returned may have happened": [modify(undefined, 1), modify("m", 2, 3)],
};

const violations: Readonly<Record<string, readonly RegisterOperation[]>> = {
  "a read misses the write before it": [write("a", 1, 2), read(undefined, 3, 4)],
  "a value from nowhere": [read("a", 1, 2)],
  "a value from the future": [read("a", 1, 2), write("a", 3, 4)],
  "new, then old": [write("a", 1, 6), read("a", 2, 3), read(undefined, 4, 5)],
  "two readers disagree on the order of two writes": [
    ...[write("a", 1, 10), write("b", 2, 9)],
    ...[read("a", 3, 4), read("b", 5, 6), read("a", 7, 8)],
  ],
  "two modifications find the same value": [modify(undefined, 1, 4), modify(undefined, 2, 3)],
  "a lost update": [modify(undefined, 1, 2), modify("m", 3, 4), read("m", 5, 6)],
  "a write that never returned happens twice": [
    ...[write("a", 1), read("a", 2, 3), write("b", 4, 5), read("b", 6, 7), read("a", 8, 9)],
  ],
};

for (const [name, operations] of Object.entries(linearizable)) {
  test(`linearizable: ${name}`, () => {
    const verdict = checkLinearizable(registerModel, operations);
    assert.equal(verdict.kind, "linearizable");
    assert.equal(explainVerdict(verdict, operations), "");
    assert.ok(isLinearizableByForce(registerModel, operations));
  });
}

for (const [name, operations] of Object.entries(violations)) {
  test(`not linearizable: ${name}`, () => {
    const verdict = checkLinearizable(registerModel, operations);
    assert.equal(verdict.kind, "violation");
    assert.match(explainVerdict(verdict, operations), /none of these can come next:\n {2}\[/);
    assert.ok(!isLinearizableByForce(registerModel, operations));
  });
}

/** Seven operations at random: their calls and returns shuffled, a few without return, outputs guessed. */
const histories = fc
  .tuple(
    fc.array(
      fc.record({
        kind: fc.constantFrom("read", "write", "modify"),
        value: fc.constantFrom(undefined, "a", "b", "am", "m"),
        returns: fc.boolean().map((flag) => flag || undefined),
      }),
      { minLength: 1, maxLength: 7 },
    ),
    fc.array(fc.nat(1000), { minLength: 14, maxLength: 14 }),
    fc.integer({ min: 3, max: 1000 }),
  )
  .map(([sketches, times, spread]) =>
    sketches.map(({ kind, value, returns }, at): RegisterOperation => {
      const calledAt = 100 * at + (times[2 * at] ?? 0) / 1000;
      const returnedAt =
        returns || kind === "read" ? calledAt + ((times[2 * at + 1] ?? 0) % spread) + 1 : undefined;
      if (kind === "write") return write(value ?? "a", calledAt, returnedAt);
      return kind === "read" ? read(value, calledAt, returnedAt ?? 0) : modify(value, calledAt, returnedAt);
    }),
  );

test("the checker agrees with brute force, and finds both kinds of histories", () => {
  const found = { linearizable: 0, violation: 0, undecided: 0 };
  fc.assert(
    fc.property(histories, (operations) => {
      const verdict = checkLinearizable(registerModel, operations);
      found[verdict.kind] += 1;
      assert.equal(verdict.kind === "linearizable", isLinearizableByForce(registerModel, operations));
    }),
    { numRuns: 2000, seed: 11 },
  );
  assert.ok(found.linearizable > 100 && found.violation > 100, JSON.stringify(found));
});

test("the order that the checker finds is one that the model and real time allow", () => {
  fc.assert(
    fc.property(histories, (operations) => {
      const verdict = checkLinearizable(registerModel, operations);
      if (verdict.kind !== "linearizable") return;
      const ordered = verdict.order
        .map((at) => operations[at])
        .filter((operation) => operation !== undefined);
      let state = registerModel.initial;
      for (const [place, operation] of ordered.entries()) {
        const next = registerModel.step(state, operation.input, operation.output);
        assert.ok(next !== undefined);
        state = next;
        for (const later of ordered.slice(place + 1)) {
          assert.ok((later.returnedAt ?? Number.POSITIVE_INFINITY) > operation.calledAt);
        }
      }
    }),
    { seed: 12 },
  );
});

/** A history of a real register that several processes use at once; `lie` may spoil one answer. */
function recorded(seed: number, operationsMax: number, lie: boolean): History<KeyedInput, RegisterOutput> {
  const simulation = new Simulation();
  const history = new History<KeyedInput, RegisterOutput>(simulation);
  const values = new Map<string, string>();
  let draw = seed + 1;
  const below = (bound: number) => {
    draw = (draw * 48271) % 2147483647;
    return draw % bound;
  };
  for (let number = 0; number < operationsMax; number += 1) {
    const key = `k${below(5)}`;
    const startUs = below(50 * operationsMax);
    const isRead = below(2) === 0;
    const input: KeyedInput = isRead ? { key, kind: "read" } : { key, kind: "write", value: `v${number}` };
    const [untilEffectUs, untilReturnUs] = [below(500), below(500)];
    simulation.schedule(startUs, () => {
      const id = history.call(`p${number}`, input);
      simulation.schedule(untilEffectUs, () => {
        const value = values.get(key);
        if (input.kind === "write") values.set(key, input.value);
        const output = isRead ? { value: lie && number === operationsMax >> 1 ? "lie" : value } : {};
        simulation.schedule(untilReturnUs, () => history.complete(id, output));
      });
    });
  }
  simulation.runUntil(1e9);
  return history;
}

test("thousands of operations on several keys are checked in no time", () => {
  const { operations } = recorded(3, 5000, false);
  assert.deepEqual(checkKeyValue(operations), { kind: "linearizable" });
});

test("one wrong answer among thousands is found, with its key", () => {
  let found = 0;
  for (const seed of [1, 2, 3, 4]) {
    const verdict = checkKeyValue(recorded(seed, 2000, true).operations);
    if (verdict.kind === "violation") {
      found += 1;
      assert.match(explainVerdict(verdict.verdict ?? { kind: "undecided" }, verdict.operations ?? []), /lie/);
    }
  }
  assert.ok(found >= 1, "a lie is told only when the middle operation is a read");
});

test("a search that is too long is given up and says so", () => {
  const operations = Array.from({ length: 12 }, (_, at) => write(`w${at}`, at, 100 + at));
  const impossible = [...operations, read("none", 200, 201)];
  assert.equal(checkLinearizable(registerModel, impossible, 50).kind, "undecided");
  assert.equal(checkLinearizable(registerModel, impossible).kind, "violation");
});
