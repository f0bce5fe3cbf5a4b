import assert from "node:assert/strict";
import { test } from "node:test";
import { randomBelow } from "../../src/base/index.js";
import {
  type ClientConfig,
  DuplicateFilter,
  entriesOf,
  type LogEntry,
  type Pack,
  showPosition,
} from "../../src/ringworld/index.js";
import { type Faults, ReferenceWorld } from "./reference-world.js";
import { showEffect } from "./transcript.js";

const calm: Faults = { lossPercent: 0, doublePercent: 0, delayUsMax: 50 };
const stormy: Faults = { lossPercent: 15, doublePercent: 10, delayUsMax: 2_000 };

interface Appended {
  readonly text: string;
  readonly beganUs: number;
  readonly endedUs: number;
  readonly index: bigint;
  readonly place: number;
}

interface Asked {
  readonly beganUs: number;
  readonly endedUs: number;
  readonly tail: bigint;
}

/** Two clients append and ask for the tail at random times; says what became of it. */
function appendAtRandom(world: ReferenceWorld, count: number) {
  const appended: Appended[] = [];
  const asked: Asked[] = [];
  for (let number = 0; number < count; number += 1) {
    const client = randomBelow(world.random, 2);
    world.after(randomBelow(world.random, 20_000), () => {
      const beganUs = world.nowUs;
      const core = world.clients[client];
      assert.ok(core);
      if (number % 5 === 0) {
        world.operate(
          (id) => core.tail(id, world.nowUs),
          client,
          (settled) => {
            assert.equal(settled.kind, "tail");
            if (settled.kind === "tail") asked.push({ beganUs, endedUs: world.nowUs, tail: settled.index });
          },
        );
      }
      const text = `value ${number}`;
      world.operate(
        (id) => core.append(id, new TextEncoder().encode(text), 0, world.nowUs),
        client,
        (settled) => {
          assert.equal(settled.kind, "appended", `${text}: ${showEffect(settled)}`);
          if (settled.kind === "appended")
            appended.push({
              text,
              beganUs,
              endedUs: world.nowUs,
              index: settled.index,
              place: settled.place,
            });
        },
      );
    });
  }
  return { appended, asked };
}

/** Runs until nothing is under way. An index that neither a value nor junk can get stands still until a view ends. */
function finish(world: ReferenceWorld): boolean {
  for (let views = 0; views < 20 && !world.run(world.nowUs + 2_000_000); views += 1) world.beginView();
  return world.run(world.nowUs);
}

/** Reads indices 1 … tail with the second client. */
function readAll(world: ReferenceWorld): Pack[] {
  const reader = world.clients[1];
  assert.ok(reader);
  let tail = 0n;
  world.operate(
    (id) => reader.tail(id, world.nowUs),
    1,
    (settled) => {
      assert.equal(settled.kind, "tail");
      if (settled.kind === "tail") tail = settled.index;
    },
  );
  assert.ok(world.run(world.nowUs + 20_000_000), "the tail was not answered");
  const packs: Pack[] = [];
  for (let index = 1n; index <= tail; index += 1n) {
    world.operate(
      (id) => reader.read(id, index, world.nowUs),
      1,
      (settled) => {
        assert.equal(settled.kind, "pack", `index ${index}: ${showEffect(settled)}`);
        if (settled.kind === "pack") packs.push(settled.pack);
      },
    );
  }
  assert.ok(finish(world), "the log was not read");
  return packs.sort((left, right) => Number(left.index - right.index));
}

const textOf = (entry: LogEntry) => new TextDecoder().decode(entry.value);

function checkLog(packs: readonly Pack[], appended: readonly Appended[], count: number): void {
  assert.equal(appended.length, count);
  const filter = new DuplicateFilter();
  const seen = packs.filter((pack) => filter.passes(pack)).flatMap((pack) => entriesOf(pack).map(textOf));
  assert.deepEqual([...seen].sort(), appended.map(({ text }) => text).sort());
  const byPosition = new Map(packs.flatMap(entriesOf).map((entry) => [showPosition(entry), entry]));
  for (const append of appended) {
    const entry = byPosition.get(showPosition(append));
    assert.ok(entry && textOf(entry) === append.text, `${append.text} at ${showPosition(append)}`);
  }
}

/** Indices follow real time, and so does the tail (paper §2.1.1: linearizability). */
function checkRealTime(appended: readonly Appended[], asked: readonly Asked[]): void {
  for (const later of appended) {
    for (const earlier of appended) {
      if (earlier.endedUs < later.beganUs)
        assert.ok(earlier.index < later.index, `${later.text} is too early`);
    }
  }
  for (const { beganUs, tail } of asked) {
    for (const append of appended) if (append.endedUs < beganUs) assert.ok(append.index <= tail);
    for (const other of asked) if (other.endedUs < beganUs) assert.ok(other.tail <= tail);
  }
}

function appendAndCheck(
  seed: number,
  faults: Faults,
  config: Partial<ClientConfig>,
  viewsAtUs: readonly number[] = [],
) {
  const world = new ReferenceWorld(seed, faults, config);
  const count = 300;
  const { appended, asked } = appendAtRandom(world, count);
  for (const atUs of viewsAtUs) world.after(atUs, () => world.beginView());
  world.after(20_000, () => undefined);
  while (world.nowUs < 20_001) world.step();
  assert.ok(finish(world), "appends did not end");
  world.faults = calm;
  const packs = readAll(world);
  checkLog(packs, appended, count);
  checkRealTime(appended, asked);
  return { world, packs };
}

for (const mode of ["ticket", "recirculate"] as const) {
  test(`${mode}: on a calm network every append stands once, without junk or retries`, () => {
    const { world, packs } = appendAndCheck(1, calm, { mode });
    assert.equal(packs.flatMap(entriesOf).length, 300);
    assert.ok(packs.every(({ junk }) => !junk));
    assert.equal(world.clients[0]?.statistics.retries, 0);
  });

  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    test(`${mode}: with loss, doubles and reordering every append stands once in what readers see, seed ${seed}`, () => {
      appendAndCheck(seed, stormy, { mode });
    });

    test(`${mode}: views that end under way lose and double nothing, seed ${seed}`, () => {
      appendAndCheck(seed, stormy, { mode }, [5_000, 9_000, 30_000]);
    });
  }
}

test("many appends at once share few ticket requests", () => {
  const world = new ReferenceWorld(1, calm, {});
  const core = world.clients[0];
  assert.ok(core);
  for (let number = 0; number < 1000; number += 1) {
    world.operate(
      (id) => core.append(id, Uint8Array.of(number), 0, world.nowUs),
      0,
      (settled) => assert.equal(settled.kind, "appended"),
    );
  }
  assert.ok(world.run(20_000_000));
  assert.ok(core.statistics.ticketRequests < 40, `${core.statistics.ticketRequests} ticket requests`);
});
