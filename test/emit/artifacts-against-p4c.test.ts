// p4c is the referee of every program. Its P4Info of our P4 must be ours. Its JSON and ours must do the same:
// random entries, random packets, and a look at every frame, digest, drop, register and counter; the embedded switch
// runs both.
import assert from "node:assert/strict";
import { test } from "node:test";
import { p4info } from "p4runtime-js-grpc/messages";
import { parseP4Info, printP4InfoJson } from "p4runtime-js-grpc/text";
import { emitArtifacts } from "../../src/emit/index.js";
import { type CompiledProgram, compileWithP4c, skipWithoutP4c } from "./support/artifacts.js";
import { ObservedSwitch, showEntity } from "./support/observed-switch.js";
import { allPrograms } from "./support/programs.js";
import { counterFilters, packetsEachProgram, rounds, type Traffic } from "./support/traffic.js";

const packets = packetsEachProgram(500);
const maxLoops = 20;

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
    const traffic = rounds(ir, p4info.P4Info.decode(ours.p4infoBinary), packets);
    const eventCounts = traffic.map((round) => compareBehaviour(ours, theirs, round));
    assert.ok(Math.max(...eventCounts) > 0, "nothing ever happened: the comparison says nothing");
  });
}

/** How much happened in both beside drops. */
function compareBehaviour(ours: CompiledProgram, theirs: CompiledProgram, traffic: Traffic): number {
  const left = new ObservedSwitch(ours, { maxLoops });
  const right = new ObservedSwitch(theirs, { maxLoops });
  for (const update of traffic.updates) {
    left.apply(update);
    right.apply(update);
  }
  for (const [number, arrival] of traffic.frames.entries()) {
    const before = left.seen.length;
    left.exchange(arrival);
    right.exchange(arrival);
    const where = `seed ${traffic.seed}, packet ${number}`;
    assert.deepEqual(left.seen.slice(before), right.seen.slice(before), where);
  }
  assert.deepEqual(left.registers(), right.registers(), `registers after seed ${traffic.seed}`);
  assert.deepEqual(countersOf(left, ours), countersOf(right, ours), `counters after seed ${traffic.seed}`);
  return left.seen.filter((event) => !event.startsWith("dropped") && !event.startsWith("refused")).length;
}

function countersOf(target: ObservedSwitch, { p4infoBinary }: CompiledProgram): readonly string[] {
  return counterFilters(p4infoBinary).flatMap((filter) => [...target.read(filter)].map(showEntity));
}
