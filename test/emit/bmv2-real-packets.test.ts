// The real switch, loaded with our JSON, sends the frames that the embedded one sends. Under load it loses some in
// its queues, so it may send fewer, but never others.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { p4info } from "p4runtime-js-grpc/messages";
import { seededRandom } from "../../src/base/index.js";
import { emitArtifacts } from "../../src/emit/index.js";
import { ObservedSwitch } from "./support/observed-switch.js";
import { allPrograms } from "./support/programs.js";
import { randomUpdates } from "./support/random-entries.js";
import { randomPacket } from "./support/random-packets.js";
import { throughRealSwitch } from "./support/real-packets.js";
import { skipWithoutBmv2 } from "./support/real-switch.js";

const arrivalPort = 2;
const framesIn = 100;
const entriesEachTable = 16;

/** Where our JSON has other shapes than p4c's, and where BMv2's arithmetic is its own. */
const names = [
  "signed_numbers",
  "conditionals_and_variables",
  "select_on_masks_and_ranges",
  "looking_ahead",
  "header_stack",
  "union_of_headers",
  "variable_length",
  "checksum_with_payload",
  "const_entries",
  "hit_and_miss",
  "equal_cost_paths",
  "register_of_pairs",
  "hashes",
  "resubmission",
  "nested_controls",
  "switch_on_value",
  "table_in_two_branches",
  "conditions_in_parser",
  "recirculation_with_metadata",
  "wide_identity",
];

describe("simple_switch_grpc sends what the embedded switch sends", {
  skip: skipWithoutBmv2,
  concurrency: 5,
}, () => {
  for (const name of names) {
    it(name, async () => {
      const program = allPrograms.find((candidate) => candidate.name === name);
      assert.ok(program, `no program ${name}`);
      const random = seededRandom(3);
      const artifacts = emitArtifacts(program.ir);
      const updates = randomUpdates(p4info.P4Info.decode(artifacts.p4infoBinary), entriesEachTable, random);
      const frames = Array.from({ length: framesIn }, () => randomPacket(program.ir, random));

      const embedded = new ObservedSwitch(artifacts);
      for (const update of updates) embedded.apply(update);
      for (const frame of frames) embedded.receive(arrivalPort, frame);
      const real = await throughRealSwitch(artifacts, updates, arrivalPort, frames);

      const sent = real.flatMap((list, port) => list.map((frame) => `port ${port}: ${frame}`));
      assert.ok(sent.length > 0, "the real switch sent nothing");
      assert.deepEqual(without(sent, embedded.seen), []);
    });
  }
});

/** What is in the first list more often than in the second. */
function without(list: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1);
  return list.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}
