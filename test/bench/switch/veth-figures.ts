import { say } from "../../../src/cli/output.js";
import type { BenchOptions } from "../frame/area.js";
import { type Figure, figure } from "../frame/figure.js";
import { findOnPath, isRoot } from "../frame/rivals.js";
import { ourProgram, rivalProgram, VethSwitch } from "./veth-switch.js";
import { type Workload, workloads } from "./workloads.js";

/** Bytes on the cable, without the check sequence. */
export const frameSizes = [64, 1024];
/** As fast as the generator can. */
const flood = 0;
/** Offered loads in packets/s: what each does best lies among them on any machine seen so far. */
const offered = {
  ours: [150_000, 250_000, 350_000, 450_000, 550_000, flood],
  rival: [20_000, 35_000, 50_000, 65_000, 80_000, 100_000, flood],
} as const;

/** What one switch did with one program and one size of frames. */
interface Speed {
  readonly bestPps: number;
  readonly floodPps: number;
}

/** What both did. */
export interface VethSpeed {
  readonly workload: Workload;
  readonly frameBytes: number;
  readonly ours: Speed;
  readonly rival: Speed | undefined;
}

/** Why nothing can be measured between network interfaces here; undefined when it can. */
export function whyNoVeth(): string | undefined {
  if (process.platform !== "linux") return "not on Linux";
  if (!isRoot()) return "network interfaces need root";
  return findOnPath("ip") === undefined ? "ip is not on PATH" : undefined;
}

/** Both switches, each between two cables of its own, in turn: what each forwards at its best and when flooded. */
export async function* measureVeth(options: BenchOptions): AsyncGenerator<Figure, VethSpeed[]> {
  const speeds: VethSpeed[] = [];
  for (const workload of workloads) {
    say(`between veth pairs with the ${workload.program} program`);
    const ours = await VethSwitch.start(ourProgram, workload);
    const program = rivalProgram();
    const rival = program && (await VethSwitch.start(program, workload));
    try {
      for (const frameBytes of frameSizes) {
        const speed = { workload, frameBytes, ...(await race(ours, rival, frameBytes, options)) };
        speeds.push(speed);
        yield* figuresOf(speed);
      }
      if (workload.program === "router") yield* latencies(ours, rival, options);
    } finally {
      await ours.stop();
      await rival?.stop();
    }
  }
  for (const frameBytes of frameSizes) yield worst(speeds, frameBytes);
  return speeds;
}

/** One offered load of ours, one of the rival's, and so on: what else the machine does meets both. */
async function race(
  ours: VethSwitch,
  rival: VethSwitch | undefined,
  frameBytes: number,
  { quick }: BenchOptions,
): Promise<{ readonly ours: Speed; readonly rival: Speed | undefined }> {
  const seconds = quick ? 0.1 : 1;
  const contenders = [
    { target: ours, rates: offered.ours, reached: [] as number[] },
    { target: rival, rates: offered.rival, reached: [] as number[] },
  ] as const;
  const rounds = quick ? 1 : Math.max(...contenders.map(({ rates }) => rates.length));
  for (let round = rounds - 1; round >= 0; round -= 1) {
    for (const { target, rates, reached } of contenders) {
      const ratePps = rates.at(round - rounds);
      if (ratePps === undefined || target === undefined) continue;
      reached.push(await target.throughput(ratePps, frameBytes, seconds));
    }
  }
  const [mine, theirs] = contenders.map(({ reached }) => speedOf(reached));
  if (mine === undefined) throw new Error("nothing was measured");
  return { ours: mine, rival: rival && theirs };
}

/** The first load was the flood. */
function speedOf(reached: readonly number[]): Speed {
  return { bestPps: Math.max(...reached), floodPps: reached[0] ?? 0 };
}

const setting =
  "two veth pairs, same JSON with the same entries in it; a generator in a namespace of its own fills a packet ring on one core, the frames that arrive at the far end are counted by the kernel; the best of several offered loads";

function* figuresOf({ workload, frameBytes, ours, rival }: VethSpeed): Generator<Figure> {
  const what = `${workload.program === "router" ? "L3 forwarding, 256 routes" : "route path of the ToR program"}, frames of ${frameBytes} B`;
  yield figure({
    name: `veth_${workload.program}_${frameBytes}`,
    unit: "packets/s",
    ours: ours.bestPps,
    rival: rival?.bestPps,
    note: `${what}; ${setting}`,
  });
  yield figure({
    name: `veth_flood_${workload.program}_${frameBytes}`,
    unit: "packets/s",
    ours: ours.floodPps,
    rival: rival?.floodPps,
    note: `${what}, offered as fast as the generator can: ${percent(ours)} of our best, ${rival === undefined ? "no rival" : `${percent(rival)} of the rival's`}`,
  });
}

function percent({ bestPps, floodPps }: Speed): string {
  return `${Math.round((100 * floodPps) / bestPps)} %`;
}

/** The figure that counts is the one where we are least ahead. */
function worst(speeds: readonly VethSpeed[], frameBytes: number): Figure {
  const ahead = ({ ours, rival }: VethSpeed) => ours.bestPps / (rival?.bestPps ?? 1);
  const [least] = speeds.filter((each) => each.frameBytes === frameBytes).sort((a, b) => ahead(a) - ahead(b));
  if (least === undefined) throw new Error("nothing was measured");
  return figure({
    name: `veth_${frameBytes}_vs_simple_switch`,
    unit: "packets/s",
    ours: least.ours.bestPps,
    rival: least.rival?.bestPps,
    note: `the smaller of the two ratios for ${frameBytes} B: ${least.workload.program}`,
  });
}

async function* latencies(
  ours: VethSwitch,
  rival: VethSwitch | undefined,
  { quick }: BenchOptions,
): AsyncGenerator<Figure> {
  const packets = quick ? 20 : 3000;
  const mine = await ours.probe(packets, 64);
  const theirs = await rival?.probe(packets, 64);
  yield figure({
    name: "veth_hop_p99_us",
    unit: "us",
    ours: mine.p99Us,
    rival: theirs?.p99Us,
    note: `one 64 B frame a millisecond from the generator through two cables and the idle switch back to the generator, whose own wake-up is in it; p50 ${mine.p50Us} us${theirs === undefined ? "" : `, rival's ${theirs.p50Us} us`}`,
  });
}
