import { freshStart, type SimulationOptions } from "../../../src/sim/index.js";
import { type Canary, crowded, restless, testCanaries } from "./canary.js";
import { assignConstant, mutated, whatever, withEntries, withoutEntries, withoutWrites } from "./mutate.js";

/** In worlds in which views change, and with what else the bug needs. */
function busy(plant: () => Partial<SimulationOptions>, changes: Partial<SimulationOptions> = {}) {
  return () => ({ ...restless, ...changes, ...plant() });
}

/** Worlds whose indices soon pass 2^32. */
const wrapping: Partial<SimulationOptions> = {
  start: { ...freshStart, view: 1, index: 2n ** 32n - 3n },
};

const canaries: readonly Canary[] = [
  {
    name: "the upper half of an index never changes",
    plant: busy(withEntries("ingress.carry", withoutEntries), wrapping),
    rules: [
      "two-tokens",
      "index-order",
      "tail-back",
      "not-finished",
      "append-not-durable",
      "operation-failed",
    ],
  },
  {
    name: "the switch releases tickets from the wrong side of 2^32",
    plant: busy(withEntries("egress.borrow", withoutEntries), wrapping),
    rules: [
      "index-order",
      "tail-back",
      "not-finished",
      "append-not-durable",
      "operation-failed",
      "append-lost",
    ],
  },
  {
    name: "a slot keeps the votes of the position that had it before",
    plant: busy(mutated("ingress.forget_votes", withoutWrites), crowded),
    rules: ["append-not-durable", "cursor-hole", "append-lost"],
  },
  {
    name: "junk is committed by its first acknowledgement",
    plant: busy(mutated("ingress.set_junk_quorum", assignConstant("metadata.junk_quorum", 1))),
    rules: ["cursor-hole", "two-values", "append-lost", "append-not-durable"],
  },
  {
    name: "a release that is forgotten is told all the same",
    plant: busy(withEntries("ingress.epoch_state", whatever("age"))),
    rules: [
      "index-order",
      "not-finished",
      "append-not-durable",
      "not-linearizable",
      "tail-back",
      "two-values",
    ],
  },
];

testCanaries(canaries);
