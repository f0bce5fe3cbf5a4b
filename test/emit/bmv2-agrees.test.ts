// simple_switch_grpc, with our JSON and with p4c's, does what the embedded switch does with ours: every frame by port,
// and every counter, for random entries and packets.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { BatchError } from "p4runtime-js-grpc";
import { p4info } from "p4runtime-js-grpc/messages";
import type { Update } from "p4runtime-js-grpc/values";
import { emitArtifacts } from "../../src/emit/index.js";
import { type Program, walk } from "../../src/ir/index.js";
import { type CompiledProgram, compileWithP4c, skipWithoutP4c } from "./support/artifacts.js";
import { withoutChance } from "./support/chance.js";
import type { PortFrame } from "./support/data-plane.js";
import { ObservedSwitch, showFrame } from "./support/observed-switch.js";
import { allPrograms } from "./support/programs.js";
import {
  forgetCopies,
  loadProgram,
  type RealSwitch,
  skipWithoutBmv2,
  startRealSwitch,
} from "./support/real-switch.js";
import { counterFilters, packetsEachProgram, rounds, showCell, type Traffic } from "./support/traffic.js";

const packets = packetsEachProgram(100);
/** So many are under way at once: fewer than any queue of the switch holds. */
const framesTogether = 25;

/** Egress has several threads: where packets leave something for those behind them there, they go one by one. */
function framesAtOnce({ egress }: Program): number {
  let keepsState = false;
  walk(egress, ({ kind }) => {
    if (kind === "register") keepsState = true;
  });
  return keepsState ? 1 : framesTogether;
}

/** Packets that loop more often loop for ever. */
const maxLoops = 300;

/** Every packet loops for ever in BMv2: it recirculates all that it sees. */
const endless: ReadonlySet<string> = new Set(["fixture"]);

/** Frames that go in together. */
type Groups = readonly (readonly PortFrame[])[];

/** What a switch did with the traffic. */
interface Outcome {
  /** The frames that came out, sorted, for each group of frames that went in. */
  readonly left: readonly (readonly string[])[];
  readonly counters: readonly string[];
}

describe("simple_switch_grpc does what the embedded switch does", {
  skip: skipWithoutBmv2 || skipWithoutP4c,
}, () => {
  let real: RealSwitch;
  before(async () => {
    real = await startRealSwitch();
  });
  after(() => real.stop());

  for (const { name, ir } of allPrograms.filter((program) => !endless.has(program.name))) {
    it(name, async () => {
      const ours = emitArtifacts(ir);
      const programs = [ours, compileWithP4c(ours.v1modelP4)];
      const show = (frame: PortFrame) => showFrame(withoutChance(name, frame));
      for (const drawn of rounds(ir, p4info.P4Info.decode(ours.p4infoBinary), packets)) {
        const traffic = withoutHarm(ours, forBmv2(drawn));
        const groups = groupsOf(traffic.frames, framesAtOnce(ir));
        const expected = inEmbedded(ours, traffic.updates, groups, show);
        for (const [position, program] of programs.entries()) {
          const outcome = await inReal(real, program, traffic.updates, groups, show);
          compare(outcome, expected, `seed ${drawn.seed}, ${position === 0 ? "our" : "p4c's"} JSON`);
        }
      }
    });
  }
});

function compare(actual: Outcome, expected: Outcome, where: string): void {
  for (const [group, frames] of expected.left.entries())
    assert.deepEqual(actual.left[group], frames, `${where}, group ${group} of packets`);
  assert.deepEqual(actual.counters, expected.counters, `${where}, counters`);
}

/** BMv2's P4Runtime server has no value sets. */
function forBmv2(traffic: Traffic): Traffic {
  return { ...traffic, updates: traffic.updates.filter(({ entity }) => entity.kind !== "valueSet") };
}

/** Without the frames that loop for ever, and those that fail an assertion, which ends simple_switch. */
function withoutHarm(program: CompiledProgram, traffic: Traffic): Traffic {
  const target = new ObservedSwitch(program, { maxLoops });
  for (const update of traffic.updates) target.apply(update);
  const harmful = traffic.frames.findIndex((frame) => {
    const before = target.seen.length;
    target.exchange(frame);
    return target.seen.slice(before).some((event) => /^dropped: (loop|assertion)$/.test(event));
  });
  if (harmful < 0) return traffic;
  return withoutHarm(program, { ...traffic, frames: traffic.frames.filter((_, index) => index !== harmful) });
}

function groupsOf(frames: readonly PortFrame[], size: number): Groups {
  const count = Math.ceil(frames.length / size);
  return Array.from({ length: count }, (_, group) => frames.slice(group * size, (group + 1) * size));
}

function inEmbedded(
  program: CompiledProgram,
  updates: readonly Update[],
  groups: Groups,
  show: (frame: PortFrame) => string,
): Outcome {
  const target = new ObservedSwitch(program, { maxLoops });
  for (const update of updates) target.apply(update);
  const left = groups.map((group) =>
    group
      .flatMap((frame) => target.exchange(frame))
      .map(show)
      .sort(),
  );
  const counters = counterFilters(program.p4infoBinary).flatMap((filter) =>
    [...target.read(filter)].map(showCell).sort(),
  );
  return { left, counters };
}

async function inReal(
  real: RealSwitch,
  program: CompiledProgram,
  updates: readonly Update[],
  groups: Groups,
  show: (frame: PortFrame) => string,
): Promise<Outcome> {
  await loadProgram(real, program);
  await writeWhatFits(real, updates);
  const left: string[][] = [];
  for (const group of groups) {
    const frames = await real.dataPlane.exchange(group);
    left.push(frames.map(show).sort());
  }
  const counters: string[] = [];
  for (const filter of counterFilters(program.p4infoBinary)) {
    const cells: string[] = [];
    for await (const cell of real.client.read([filter])) cells.push(showCell(cell));
    counters.push(...cells.sort());
  }
  await forgetCopies(real);
  return { left, counters };
}

/** Random entries collide, and the embedded switch refuses the same ones. */
async function writeWhatFits({ client }: RealSwitch, updates: readonly Update[]): Promise<void> {
  await client.write(updates).catch((error: unknown) => {
    if (!(error instanceof BatchError)) throw error;
  });
}
