import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultSimulation, runSeed, type SimulationOptions, shrinkRun } from "../../../src/sim/index.js";
import {
  decodeFrame,
  encodeFrame,
  indexFields,
  indexOf,
  type RingWorldHeader,
  ringworldKind,
} from "../../../src/wire/index.js";
import { hastyStorage } from "../disk/hasty-storage.js";
import { type Canary, crowded, restless, seedsMax, testCanaries } from "./canary.js";
import { alwaysWrite, assignConstant, mutated, withoutWrites } from "./mutate.js";
import { firstFailure } from "./small-run.js";

/** Changes the header of the messages that a host receives. */
function changeHeader(change: (header: RingWorldHeader) => Partial<RingWorldHeader>) {
  return (frame: Uint8Array): Uint8Array => {
    const decoded = decodeFrame(frame);
    if (!decoded.ok) return frame;
    const { ringworld } = decoded.frame;
    return encodeFrame({ ...decoded.frame, ringworld: { ...ringworld, ...change(ringworld) } });
  };
}

function oneTooFar(header: RingWorldHeader): Partial<RingWorldHeader> {
  return header.kind === ringworldKind.release ? indexFields(indexOf(header) + 1n) : {};
}

/** In worlds in which much happens. */
function busy(plant: () => Partial<SimulationOptions>, changes: Partial<SimulationOptions>) {
  return () => ({ ...restless, ...changes, ...plant() });
}

/** In a world where nothing goes wrong by itself. */
function quiet(plant: () => Partial<SimulationOptions>) {
  return () => ({ ...plant(), faultsMax: 0 });
}

const canaries: readonly Canary[] = [
  {
    name: "a log server acknowledges before its disk has synced",
    plant: () => ({ tampering: { storage: hastyStorage } }),
    rules: ["append-not-durable", "append-lost", "cursor-hole"],
  },
  {
    name: "a client counts its indices from one too far",
    plant: () => ({
      tampering: { toClient: changeHeader(oneTooFar) },
      workload: { ...defaultSimulation.workload, appends: 1, reads: 0, tails: 2 },
    }),
    rules: ["tail-back", "index-order", "not-linearizable"],
  },
  {
    name: "the switch is content with one acknowledgement",
    plant: mutated("ingress.lead", assignConstant("metadata.majority", 1)),
    rules: ["append-not-durable", "cursor-hole", "append-lost"],
  },
  {
    name: "the switch counts any acknowledgement as two",
    plant: mutated("ingress.set_value_quorum", assignConstant("metadata.value_quorum", 1)),
    rules: ["append-not-durable", "cursor-hole", "append-lost"],
  },
  {
    name: "the switch takes a second copy of a token for a new one",
    plant: mutated("ingress.accept_token", assignConstant("metadata.newer", 1)),
    rules: ["two-tokens"],
  },
  {
    name: "the switch forgets the index of the token that it sent",
    plant: mutated("ingress.keep_sent_lo", withoutWrites),
    rules: ["two-tokens"],
  },
  {
    name: "the commit cursor moves over holes",
    plant: busy(mutated("ingress.advance_cursor", alwaysWrite), {
      ...crowded,
      timing: { ...defaultSimulation.timing, pollUs: 500 },
    }),
    rules: [
      "append-not-durable",
      "append-lost",
      "not-everywhere",
      "not-finished",
      "cursor-hole",
      "cursor-stuck",
    ],
  },
  {
    name: "the switch gives everybody the same ticket",
    plant: mutated("ingress.take_tickets", withoutWrites),
    rules: ["index-order", "not-finished", "not-linearizable"],
  },
  {
    name: "a closed epoch does not remember where its indices begin",
    plant: mutated("ingress.keep_epoch_base_lo", withoutWrites),
    rules: ["index-order", "not-linearizable", "not-finished"],
  },
  {
    name: "a closed epoch does not remember its first ticket",
    plant: mutated("ingress.keep_epoch_first", withoutWrites),
    rules: ["append-lost", "append-not-durable", "index-order", "not-finished"],
  },
  {
    name: "the commit cursor stands still",
    plant: quiet(mutated("ingress.advance_cursor", withoutWrites)),
    rules: ["view-unneeded", "cursor-stuck"],
  },
  {
    name: "the commit cursor does not begin where the controller says",
    plant: mutated("ingress.reset_cursor", withoutWrites),
    rules: ["cursor-back", "not-finished"],
  },
];

testCanaries(canaries);

test("found in a quiet world: the switch hands out indices that nobody asked for", () => {
  const calm = { ...defaultSimulation, seed: 1, faultsMax: 0, safetyUs: 8000 };
  const { statistics } = runSeed({
    ...calm,
    ...mutated("ingress.close_tickets", withoutWrites)(),
  });
  assert.ok(statistics.tail > 2n * BigInt(statistics.appendsAcknowledged), "seeds.test.ts expects few holes");
});

test("a failing seed shrinks to the faults that it needs, and still fails the same way", () => {
  const failure = firstFailure(seedsMax, () => ({ tampering: { storage: hastyStorage } }));
  assert.ok(failure);
  const shrunk = shrinkRun(failure.options, failure.result);
  assert.ok(shrunk.faults.length < failure.result.faults.length, `${shrunk.faults.length} faults are left`);
  assert.equal(shrunk.violations[0]?.rule, failure.result.violations[0]?.rule);
  assert.ok(shrunk.lines.length > 0, "the transcript is kept");
});
