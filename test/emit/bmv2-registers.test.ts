// After the same packets, the registers of simple_switch hold what those of the embedded switch hold, with our JSON
// and with p4c's.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { p4info } from "p4runtime-js-grpc/messages";
import { emitArtifacts } from "../../src/emit/index.js";
import { type Program, walk } from "../../src/ir/index.js";
import { corpus } from "../dsl/corpus/index.js";
import { type CompiledProgram, compileWithP4c, skipWithoutP4c } from "./support/artifacts.js";
import type { PortFrame } from "./support/data-plane.js";
import { ObservedSwitch } from "./support/observed-switch.js";
import { registersInBmv2, skipWithoutThrift } from "./support/thrift-switch.js";
import { packetsEachProgram, rounds } from "./support/traffic.js";

const packets = packetsEachProgram(200);

describe("registers", { skip: skipWithoutThrift || skipWithoutP4c, concurrency: 2 }, () => {
  for (const { name, ir } of corpus.filter((program) => needsNoEntries(program.ir))) {
    it(`of ${name} hold the same in simple_switch`, async () => {
      const ours = emitArtifacts(ir);
      const info = p4info.P4Info.decode(ours.p4infoBinary);
      const names = info.registers.map(({ preamble }) => preamble?.name ?? "");
      const frames = rounds(ir, info, packets).flatMap((round) => round.frames);
      const expected = inEmbedded(ours, names, frames);
      assert.ok(
        expected.some((cells) => /[1-9]/.test(cells.split("=")[1] ?? "")),
        "nothing was stored",
      );
      for (const { bmv2Json } of [ours, compileWithP4c(ours.v1modelP4)])
        assert.deepEqual(await registersInBmv2(bmv2Json, frames, names), expected);
    });
  }
});

/** Programs that do something with registers, whatever a controller says. */
function needsNoEntries(program: Program): boolean {
  const kinds = new Set<string>();
  walk([program.ingress, program.egress], ({ kind }) => kinds.add(kind));
  return kinds.has("register") && !kinds.has("table");
}

function inEmbedded(
  program: CompiledProgram,
  names: readonly string[],
  frames: readonly PortFrame[],
): readonly string[] {
  const target = new ObservedSwitch(program);
  for (const frame of frames) target.exchange(frame);
  return names.map((register) => {
    const cells = [...target.read({ kind: "registerEntry", register })];
    const values = cells.map((entry) => (entry.kind === "registerEntry" ? `${entry.data}` : ""));
    return `${register}= ${values.join(", ")}`;
  });
}
