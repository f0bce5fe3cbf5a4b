import { say } from "../../../src/cli/output.js";
import type { BenchOptions } from "../frame/area.js";
import { type Figure, figure } from "../frame/figure.js";
import { median } from "../frame/measure.js";
import { EmbeddedTarget } from "./embedded.js";
import { frameSizes, measureVeth, type VethSpeed, whyNoVeth } from "./veth-figures.js";
import { type Workload, workloads } from "./workloads.js";

/** Slices of which the median counts. */
const slices = 6;

/** What was reached with one program and one size of frames. */
interface Reached {
  readonly workload: Workload;
  readonly frameBytes: number;
  readonly ours: number;
  readonly rival: number | undefined;
}

/** What the embedded switch forwards between veth pairs and in memory, beside simple_switch between two veth pairs. */
export async function* measureSwitch(options: BenchOptions): AsyncGenerator<Figure, void> {
  const reason = whyNoVeth();
  if (reason !== undefined) say(`nothing is measured between network interfaces: ${reason}`);
  const speeds = reason === undefined ? yield* measureVeth(options) : [];
  const reached: Reached[] = [];
  for (const workload of workloads) {
    say(`forwarding in memory with the ${workload.program} program`);
    for (const frameBytes of frameSizes) {
      const each = { workload, frameBytes, ours: inMemory(workload, frameBytes, options) };
      const withRival = { ...each, rival: rivalsBest(speeds, each) };
      reached.push(withRival);
      yield memoryFigure(withRival);
    }
  }
  yield worst(reached);
  say("latency of the ToR program");
  yield await latency(options);
}

function rivalsBest(
  speeds: readonly VethSpeed[],
  { workload, frameBytes }: { readonly workload: Workload; readonly frameBytes: number },
): number | undefined {
  const same = speeds.find((each) => each.workload === workload && each.frameBytes === frameBytes);
  return same?.rival?.bestPps;
}

function inMemory(workload: Workload, frameBytes: number, { quick }: BenchOptions): number {
  const target = new EmbeddedTarget(workload, frameBytes);
  const sliceS = quick ? 0.02 : 0.5;
  if (!quick) target.throughput(sliceS);
  return median(Array.from({ length: quick ? 1 : slices }, () => target.throughput(sliceS)));
}

const comparison =
  "one core, frames handed over in memory, median of slices; rival: the best of simple_switch at several offered loads between two veth pairs (it has no port in memory)";

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
