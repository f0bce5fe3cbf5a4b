import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  describeFault,
  type Fault,
  type FaultTarget,
  injectFaults,
  planFaults,
  randomStreams,
  Simulation,
  shrinkFaults,
} from "../../../src/sim/index.js";

const scope = {
  links: ["a-b", "b-c", "c-a"],
  partitions: [["a-b", "c-a"]],
  crashable: ["server1", "server2"],
  pausable: ["client1"],
  disks: ["server1"],
  clocks: ["client1"],
  durationUs: 10_000,
  faultsMax: 30,
};

function plan(seed: number): readonly Fault[] {
  return planFaults(randomStreams(seed).stream("faults"), scope);
}

test("a plan follows from its seed, ends in time, and has every kind of fault sooner or later", () => {
  const kinds = new Set<string>();
  let partitions = 0;
  for (let seed = 0; seed < 40; seed += 1) {
    assert.deepEqual(plan(seed), plan(seed));
    for (const fault of plan(seed)) {
      kinds.add(fault.kind);
      if (fault.kind === "cut" && fault.links.join() === "a-b,c-a") partitions += 1;
      if ("untilUs" in fault) assert.ok(fault.fromUs < fault.untilUs && fault.untilUs <= scope.durationUs);
    }
  }
  assert.deepEqual([...kinds].sort(), ["clockJump", "crash", "cut", "disturb", "pause", "slowDisk"]);
  assert.ok(partitions > 0);
  assert.notDeepEqual(plan(1), plan(2));
});

/** Notes what is done to it, and refuses what cannot be: a crash of what is down, a restart of what is up. */
function noteTarget(): { target: FaultTarget; notes: string[] } {
  const notes: string[] = [];
  const down = new Set<string>();
  const target: FaultTarget = {
    disturb: (link, disturbance) => notes.push(`disturb ${link} ${disturbance !== undefined}`),
    cut: (link, cut) => notes.push(`cut ${link} ${cut}`),
    crash: (node) => {
      assert.ok(!down.has(node));
      down.add(node);
      notes.push(`crash ${node}`);
    },
    restart: (node) => {
      assert.ok(down.delete(node));
      notes.push(`restart ${node}`);
    },
    pause: (node) => notes.push(`pause ${node}`),
    resume: (node) => notes.push(`resume ${node}`),
    slowDisk: (node, slowness) => notes.push(`slow ${node} ${slowness}`),
    jumpClock: (node) => notes.push(`jump ${node}`),
    ambush: ({ node }, armed) => notes.push(`ambush ${node} ${armed}`),
  };
  return { target, notes };
}

test("every fault of a plan begins and ends, and none happens to what it cannot happen to", () => {
  for (let seed = 0; seed < 40; seed += 1) {
    const simulation = new Simulation();
    const { target, notes } = noteTarget();
    const reported: string[] = [];
    injectFaults(simulation, target, plan(seed), (fault, begins) =>
      reported.push(`${begins} ${describeFault(fault)}`),
    );
    simulation.runUntil(scope.durationUs);
    const count = (word: string) => notes.filter((note) => note.startsWith(word)).length;
    assert.equal(count("crash"), count("restart"));
    assert.equal(count("pause"), count("resume"));
    assert.ok(reported.length >= plan(seed).length);
  }
});

test("shrinking finds the faults that matter, and none of them can be taken away", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(40), { minLength: 1, maxLength: 30 }),
      fc.nat(29),
      fc.nat(29),
      (all, a, b) => {
        const needed = [all[a % all.length], all[b % all.length]];
        const fails = (left: readonly number[]) => needed.every((one) => left.includes(one ?? -1));
        const shrunk = shrinkFaults(all, fails);
        assert.deepEqual(new Set(shrunk), new Set(needed), "exactly what is needed");
      },
    ),
  );
});
