import { say } from "../../../src/cli/output.js";
import type { BenchOptions } from "../frame/area.js";
import { bmv2Program } from "../frame/bmv2.js";
import { type Figure, figure } from "../frame/figure.js";
import { median } from "../frame/measure.js";
import { findOnPath, isRoot } from "../frame/rivals.js";
import { Bmv2Target } from "./bmv2-peak.js";
import { EmbeddedTarget } from "./embedded.js";
import { type Bed, makeBed } from "./veth.js";
import { type Workload, workloads } from "./workloads.js";

const frameSizes = [64, 1024];
/** Offered loads in packets/s: what simple_switch does best lies among them on any machine seen so far. */
const offeredPps = [20_000, 35_000, 50_000, 65_000, 80_000, 100_000];

/** What was reached with one program and one size of frames. */
interface Reached {
  readonly workload: Workload;
  readonly frameBytes: number;
  readonly ours: number;
  readonly rival: number | undefined;
}

/** What the embedded switch forwards in memory, beside simple_switch_grpc between two veth pairs. */
export async function* measureSwitch(options: BenchOptions): AsyncGenerator<Figure, void> {
  const reached: Reached[] = [];
  const bed = findBed();
  try {
    for (const workload of workloads) {
      say(`forwarding with the ${workload.program} program`);
      for (const each of await forward(workload, bed, options)) {
        reached.push(each);
        yield memoryFigure(each);
      }
    }
  } finally {
    bed?.remove();
  }
  yield worst(reached);
  say("latency of the ToR program");
  yield await latency(options);
}

/** Cables for the rival; undefined where it is absent, or where network interfaces cannot be made. */
function findBed(): Bed | undefined {
  if (!isRoot() || [bmv2Program, "ip"].some((program) => findOnPath(program) === undefined)) return undefined;
  try {
    return makeBed();
  } catch (error) {
    say(`no rival, because no veth pairs can be made here: ${error}`);
    return undefined;
  }
}

async function forward(workload: Workload, bed: Bed | undefined, options: BenchOptions): Promise<Reached[]> {
  const rival = bed && (await Bmv2Target.start(workload, bed));
  try {
    const reached: Reached[] = [];
    for (const frameBytes of frameSizes) {
      const ours = new EmbeddedTarget(workload, frameBytes);
      reached.push({ workload, frameBytes, ...(await compete(ours, rival, frameBytes, options)) });
    }
    return reached;
  } finally {
    await rival?.stop();
  }
}

/** Our slices and the rival's loads in turn: our median against the rival's best. */
async function compete(
  ours: EmbeddedTarget,
  rival: Bmv2Target | undefined,
  frameBytes: number,
  { quick }: BenchOptions,
): Promise<{ readonly ours: number; readonly rival: number | undefined }> {
  const sliceS = quick ? 0.02 : 0.5;
  if (!quick) ours.throughput(sliceS);
  const figures: number[] = [];
  let best: number | undefined;
  for (const ratePps of quick ? offeredPps.slice(0, 1) : offeredPps) {
    figures.push(ours.throughput(sliceS));
    if (rival === undefined) continue;
    best = Math.max(best ?? 0, await rival.throughput(ratePps, frameBytes, quick ? 0.2 : 1));
  }
  return { ours: median(figures), rival: best };
}

const comparison =
  "one core, frames handed over in memory, median of slices; rival: the best of simple_switch_grpc at six offered loads between two veth pairs (it has no port in memory), fed by one process with UDP sockets in a namespace";

function memoryFigure({ workload, frameBytes, ours, rival }: Reached): Figure {
  return figure({
    name: `memory_${workload.program}_${frameBytes}`,
    unit: "packets/s",
    ours,
    rival,
    note: `${workload.program === "router" ? "L3 forwarding, 256 routes" : "route path of the ToR program with all its entries"}, frames of ${frameBytes} B; ${comparison}`,
  });
}

/** The figure that counts is the one where we are least ahead. */
function worst(reached: readonly Reached[]): Figure {
  const ahead = ({ ours, rival }: Reached) => ours / (rival ?? 1);
  const [least] = [...reached].sort((left, right) => ahead(left) - ahead(right));
  if (least === undefined) throw new Error("nothing was measured");
  return {
    ...memoryFigure(least),
    name: "memory_vs_simple_switch",
    note: `the smallest of the ratios above: ${least.workload.program}, ${least.frameBytes} B`,
  };
}

async function latency({ quick }: BenchOptions): Promise<Figure> {
  const [, tor] = workloads;
  if (tor === undefined) throw new Error("the ToR workload is missing");
  const target = new EmbeddedTarget(tor, 64);
  target.throughput(quick ? 0.02 : 0.5);
  const histogram = await target.latencyUs(quick ? 20 : 3000);
  return figure({
    name: "hop_p99_us",
    unit: "us",
    ours: histogram.percentile(99),
    note: `ToR route path, 64 B, one packet a millisecond, from receive() to the packet's hand-over at the other port; p50 ${histogram.percentile(50)} us, max ${histogram.max} us`,
  });
}
