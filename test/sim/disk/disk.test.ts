import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { randomStreams, SimDisk, SimNode, Simulation } from "../../../src/sim/index.js";

const options = { syncUs: 10, syncJitterUs: 0, readUs: 1, tearing: 0.5 };

function machine(seed = 1): { simulation: Simulation; node: SimNode; disk: SimDisk } {
  const simulation = new Simulation();
  const disk = new SimDisk(simulation, randomStreams(seed).stream("disk"), options);
  return { simulation, node: new SimNode(simulation, "server"), disk };
}

test("a record is durable one sync after the syncs before it, and can then be read", () => {
  const { simulation, node, disk } = machine();
  const storage = disk.open(node.start(), () => assert.fail("an empty disk"));
  const durable: string[] = [];
  const note = (name: string) => (failure?: Error) =>
    durable.push(`${name}@${simulation.nowUs()} ${failure}`);
  const first = storage.append(Uint8Array.of(1), Uint8Array.of(11), note("first"));
  simulation.schedule(5, () => {
    storage.append(Uint8Array.of(2), Uint8Array.of(22), note("second"));
    storage.append(Uint8Array.of(3), Uint8Array.of(33), note("third"));
  });
  simulation.runUntil(100);
  assert.deepEqual(durable, ["first@10 undefined", "second@20 undefined", "third@20 undefined"]);
  const seen: unknown[] = [];
  storage.read(first, (record) => seen.push(record?.body[0]));
  storage.read(first + 1, (record) => seen.push(record));
  simulation.runUntil(200);
  assert.deepEqual(seen, [11, undefined]);
});

test("a crash keeps every durable record, a front part of the others, and nothing torn", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 60 }), (seed, crashUs) => {
      const { simulation, node, disk } = machine(seed);
      const storage = disk.open(node.start(), () => {});
      let durableCount = 0;
      for (let number = 0; number < 20; number += 1) {
        simulation.schedule(number * 3, () => {
          if (node.isUp)
            storage.append(Uint8Array.of(number), Uint8Array.of(number), () => (durableCount += 1));
        });
      }
      simulation.schedule(crashUs, () => {
        node.crash();
        disk.crash();
      });
      simulation.runUntil(1000);
      const left: number[] = [];
      disk.open(node.start(), (header) => left.push(header[0] ?? -1));
      assert.deepEqual(left, [...left.keys()]);
      assert.ok(left.length >= durableCount, `${left.length} left of ${durableCount} durable ones`);
      assert.ok(left.length <= Math.floor(crashUs / 3) + 1);
    }),
  );
});

test("over many crashes some unsynced records survive and some do not", () => {
  const survivors = new Set<number>();
  for (let seed = 0; seed < 50; seed += 1) {
    const { node, disk } = machine(seed);
    const storage = disk.open(node.start(), () => {});
    for (let number = 0; number < 3; number += 1)
      storage.append(Uint8Array.of(0), Uint8Array.of(0), () => {});
    node.crash();
    disk.crash();
    let left = 0;
    disk.open(node.start(), () => (left += 1));
    survivors.add(left);
  }
  assert.deepEqual([...survivors].sort(), [0, 1, 2, 3]);
});

test("a slow disk syncs later; a failed one says so for ever", () => {
  const { simulation, node, disk } = machine();
  const storage = disk.open(node.start(), () => {});
  const ends: string[] = [];
  const note = (failure?: Error) => ends.push(`${simulation.nowUs()} ${failure?.message ?? "durable"}`);
  disk.setSlowness(5);
  storage.append(Uint8Array.of(1), Uint8Array.of(1), note);
  simulation.runUntil(100);
  disk.setSlowness(1);
  disk.fail();
  storage.append(Uint8Array.of(2), Uint8Array.of(2), note);
  simulation.runUntil(200);
  storage.append(Uint8Array.of(3), Uint8Array.of(3), note);
  simulation.runUntil(300);
  assert.deepEqual(ends, ["50 durable", "110 the disk has failed", "210 the disk has failed"]);
  assert.equal(disk.medium.durableCount, 1);
});
