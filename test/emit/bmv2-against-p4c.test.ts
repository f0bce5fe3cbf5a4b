// The same program, compiled by us and by p4c, must do the same: random entries, random packets, and a look at
// every frame, digest, drop and register. The embedded switch runs both.
import assert from "node:assert/strict";
import { test } from "node:test";
import { p4info } from "p4runtime-js-grpc/messages";
import type { Entity } from "p4runtime-js-grpc/values";
import { randomBelow, seededRandom } from "../../src/base/index.js";
import { emitArtifacts } from "../../src/emit/index.js";
import type { Program } from "../../src/ir/index.js";
import { type CompiledProgram, compileWithP4c, skipWithoutP4c } from "./support/artifacts.js";
import { ObservedSwitch } from "./support/observed-switch.js";
import { allPrograms } from "./support/programs.js";
import { randomEntries } from "./support/random-entries.js";
import { randomPacket } from "./support/random-packets.js";

const entriesEachTable = 16;
const packetsEachSeed = 500;
const seeds = [1, 2, 3];
const ports = 16;

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
  test(`${name}: does what p4c's JSON does`, { skip: skipWithoutP4c }, () => {
    const ours = emitArtifacts(ir);
    const theirs = compileWithP4c(ours.v1modelP4);
    const framesOut = seeds.map((seed) => compareBehaviour(ir, ours, theirs, seed));
    assert.ok(Math.max(...framesOut) > 0, "no frame ever came out: the comparison says nothing");
  });
}

/** How many frames came out of both. */
function compareBehaviour(ir: Program, ours: CompiledProgram, theirs: CompiledProgram, seed: number): number {
  const left = new ObservedSwitch(ours);
  const right = new ObservedSwitch(theirs);
  const random = seededRandom(seed);
  const info = p4info.P4Info.decode(ours.p4infoBinary);
  for (const entity of [...multicastGroups, cloneSession, ...randomEntries(info, entriesEachTable, random)]) {
    left.insert(entity);
    right.insert(entity);
  }
  for (let count = 0; count < packetsEachSeed; count += 1) {
    const frame = randomPacket(ir, random);
    const port = randomBelow(random, ports);
    const before = left.seen.length;
    left.receive(port, frame);
    right.receive(port, frame);
    assert.deepEqual(left.seen.slice(before), right.seen.slice(before), `seed ${seed}, packet ${count}`);
  }
  assert.deepEqual(left.registers(), right.registers(), `registers after seed ${seed}`);
  return left.seen.filter((event) => event.startsWith("port")).length;
}
