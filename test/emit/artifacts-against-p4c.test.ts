// p4c is the referee of every program. Its P4Info of our P4 must be ours. Its JSON and ours must do the same:
// random entries, random packets, and a look at every frame, digest, drop and register; the embedded switch runs
// both.
import assert from "node:assert/strict";
import { test } from "node:test";
import { p4info } from "p4runtime-js-grpc/messages";
import { parseP4Info, printP4InfoJson } from "p4runtime-js-grpc/text";
import type { Entity, Update } from "p4runtime-js-grpc/values";
import { randomBelow, seededRandom } from "../../src/base/index.js";
import { emitArtifacts } from "../../src/emit/index.js";
import type { Program } from "../../src/ir/index.js";
import { type CompiledProgram, compileWithP4c, skipWithoutP4c } from "./support/artifacts.js";
import { ObservedSwitch } from "./support/observed-switch.js";
import { allPrograms } from "./support/programs.js";
import { randomUpdates } from "./support/random-entries.js";
import { randomPacket } from "./support/random-packets.js";

const entriesEachTable = 16;
const packetsEachSeed = 150;
const seeds = [1, 2, 3, 4];
/** The port of the controller is one of them. */
const ports = [...Array(16).keys(), 510];
/** Programs that drop every packet: one without any decision, and one that waits for a value set. */
const silent: ReadonlySet<string> = new Set(["no_keys", "select_on_value_set"]);

const replicas = (count: number) =>
  Array.from({ length: count }, (_, instance) => ({ port: instance + count, instance }));
const multicastGroups: readonly Entity[] = [1, 2, 3].map((groupId) => ({
  kind: "multicastGroup",
  groupId,
  replicas: replicas(groupId),
  metadata: new Uint8Array(0),
}));
const cloneSession: Entity = {
  kind: "cloneSession",
  sessionId: 5,
  replicas: replicas(1),
  classOfService: 0,
  packetLengthBytes: 0,
};

for (const { name, ir } of allPrograms) {
  test(`${name}: P4Info is p4c's, and the JSON does what p4c's does`, { skip: skipWithoutP4c }, () => {
    const ours = emitArtifacts(ir);
    const theirs = compileWithP4c(ours.v1modelP4);
    assert.deepEqual(parseP4Info(ours.p4infoText), p4info.P4Info.decode(theirs.p4infoBinary));
    assert.equal(ours.p4infoText, theirs.p4infoText);
    assert.deepEqual(
      JSON.parse(printP4InfoJson(parseP4Info(ours.p4infoText))),
      JSON.parse(theirs.p4infoJson),
    );
    const eventCounts = seeds.map((seed) => compareBehaviour(ir, ours, theirs, seed));
    assert.ok(
      Math.max(...eventCounts) > 0 || silent.has(name),
      "nothing ever happened: the comparison says nothing",
    );
  });
}

/** How much happened in both beside drops. */
function compareBehaviour(ir: Program, ours: CompiledProgram, theirs: CompiledProgram, seed: number): number {
  const left = new ObservedSwitch(ours);
  const right = new ObservedSwitch(theirs);
  const random = seededRandom(seed);
  const info = p4info.P4Info.decode(ours.p4infoBinary);
  const replication = [...multicastGroups, cloneSession].map(
    (entity): Update => ({ type: "insert", entity }),
  );
  for (const update of [...replication, ...randomUpdates(info, entriesEachTable, random)]) {
    left.apply(update);
    right.apply(update);
  }
  for (let count = 0; count < packetsEachSeed; count += 1) {
    const frame = randomPacket(ir, random);
    const port = ports[randomBelow(random, ports.length)] ?? 0;
    const before = left.seen.length;
    left.receive(port, frame);
    right.receive(port, frame);
    assert.deepEqual(left.seen.slice(before), right.seen.slice(before), `seed ${seed}, packet ${count}`);
  }
  assert.deepEqual(left.registers(), right.registers(), `registers after seed ${seed}`);
  return left.seen.filter((event) => !event.startsWith("dropped") && !event.startsWith("refused")).length;
}
