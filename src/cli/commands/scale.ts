import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { seededRandom } from "../../base/index.js";
import { csv, drawLines, shortNumber } from "../../plot/index.js";
import {
  type CurvePoint,
  type Datacenter,
  latencyCurves,
  type PendingCost,
  type PendingPoint,
  paperDatacenter,
  pendingCosts,
  recirculateCost,
  recirculationLimit,
  type SequencingScheme,
  simulateRing,
  simulateServerBatching,
  ticketCost,
} from "../../sim/index.js";
import { printJson, renderTable, say } from "../output.js";

export interface ScaleOptions {
  readonly switches: number;
  readonly appends: number;
  readonly hopUs: number;
  readonly laps: number;
  readonly entryBytes: number;
  readonly seed: number;
  readonly out: string;
  readonly json?: boolean;
}

const schemes: readonly SequencingScheme[] = [
  "single sequencer",
  "server-based batching",
  "RingWorld, ticket",
  "RingWorld, recirculate",
];

/** Simulates the log of a whole datacenter and draws the paper's figure 1 (RingWorld, sections 2.3 and 3.3). */
export function scale(options: ScaleOptions): void {
  const datacenter = { ...paperDatacenter, hopUs: options.hopUs, entryBytes: options.entryBytes };
  const target = simulateTarget(options, datacenter);
  if (options.json) printJson(target);
  else process.stdout.write(`${describe(target)}\n`);
  const loads = loadsUpTo(options.appends);
  const random = seededRandom(options.seed);
  writeFigures(
    options.out,
    latencyCurves({ datacenter, loads, random }),
    pendingCosts({ datacenter, loads }),
  );
  say(
    `wrote ${["figure1.svg", "figure1.csv", "pending.svg", "pending.csv"].map((name) => path.join(options.out, name)).join(", ")}`,
  );
}

type Target = ReturnType<typeof simulateTarget>;

function simulateTarget(options: ScaleOptions, datacenter: Datacenter) {
  const { switches, appends: appendsPerSecond, laps } = options;
  const random = seededRandom(options.seed);
  const ring = simulateRing({ datacenter, switches, appendsPerSecond, laps, random });
  const servers = simulateServerBatching({ datacenter, appendsPerSecond, random });
  const load = { datacenter, requestsPerSecond: appendsPerSecond / switches, lapUs: ring.lapUs };
  return {
    switches,
    appendsPerSecond: ring.appendsPerSecond,
    lapUs: ring.lapUs,
    batch: ring.batch,
    wait: ring.wait,
    serverBatchingWait: servers,
    timesBelowServers: servers.maxUs / ring.wait.maxUs,
    recirculate: recirculateCost(load),
    ticket: ticketCost(load),
    recirculationLimit: recirculationLimit(datacenter, switches),
  };
}

/** Half decades, and the target itself. */
function loadsUpTo(target: number): readonly number[] {
  const loads = [100e3, 300e3, 500e3, 700e3, 800e3, 900e3, 950e3, 990e3];
  for (let load = 1e6; load < target; load *= Math.sqrt(10)) loads.push(Math.round(load));
  return [...loads.filter((load) => load < target), target];
}

function describe(target: Target): string {
  const { wait, serverBatchingWait: servers, recirculationLimit: limit } = target;
  const waits = renderTable(
    [`${target.switches} switches`, "RingWorld", "server-based batching"],
    [
      ["appends/s", shortNumber(target.appendsPerSecond), shortNumber(target.appendsPerSecond)],
      ["longest wait for an index, ms", milliseconds(wait.maxUs), milliseconds(servers.maxUs)],
      ["p99, ms", milliseconds(wait.p99Us), milliseconds(servers.p99Us)],
      ["mean, ms", milliseconds(wait.meanUs), milliseconds(servers.meanUs)],
    ],
  );
  const costs = renderTable(["at each switch", "ticket", "recirculate"], costRows(target));
  const last =
    `A lap takes ${milliseconds(target.lapUs)} ms, ${target.timesBelowServers.toFixed(1)} times below the server-based sequencer. ` +
    `Requests can wait in the switches up to ${shortNumber(limit.appendsPerSecond)} appends/s; the limit is the ${limit.limit}.`;
  return [waits, costs, last].join("\n");
}

function costRows({ ticket, recirculate }: Target): readonly (readonly string[])[] {
  const row = (title: string, of: (cost: PendingCost) => string) => [title, of(ticket), of(recirculate)];
  return [
    row("requests that wait", (cost) => shortNumber(Math.round(cost.pending))),
    row("bytes held", (cost) => shortNumber(cost.heldBytes)),
    row("packets/s through the pipeline", (cost) => shortNumber(cost.pipelinePps)),
    row("bits/s recirculated", (cost) => shortNumber(cost.recirculationBps)),
    row("one loop, ms", (cost) => milliseconds(cost.loopUs)),
    row("possible", (cost) => (cost.impossible === undefined ? "yes" : `no: ${cost.impossible}`)),
  ];
}

function milliseconds(us: number): string {
  return (us / 1000).toFixed(2);
}

function writeFigures(
  directory: string,
  curves: readonly CurvePoint[],
  costs: readonly PendingPoint[],
): void {
  mkdirSync(directory, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(path.join(directory, name), text);
  write("figure1.svg", drawFigure1(curves));
  write("figure1.csv", figure1Csv(curves));
  write("pending.svg", drawPending(costs));
  write("pending.csv", pendingCsv(costs));
}

function drawFigure1(curves: readonly CurvePoint[]): string {
  return drawLines({
    title: "Sequencing: latency over throughput",
    x: { title: "appends/s", scale: "log" },
    y: { title: "longest wait for an index, ms", scale: "log" },
    lines: schemes.map((scheme) => ({
      name: scheme,
      points: curves
        .filter((point) => point.scheme === scheme)
        .map((point) => [point.appendsPerSecond, point.wait.maxUs / 1000] as const),
    })),
  });
}

function figure1Csv(curves: readonly CurvePoint[]): string {
  return csv(
    ["scheme", "appends_per_second", "machines", "wait_mean_us", "wait_p99_us", "wait_max_us"],
    curves.map(({ scheme, appendsPerSecond, machines, wait }) => [
      scheme,
      appendsPerSecond,
      machines,
      ...[wait.meanUs, wait.p99Us, wait.maxUs].map((us) => us.toFixed(2)),
    ]),
  );
}

function drawPending(costs: readonly PendingPoint[]): string {
  return drawLines({
    title: "What waiting requests hold in each switch",
    x: { title: "appends/s", scale: "log" },
    y: { title: "bytes, beside the 64 MB that a switch has", scale: "log" },
    lines: [
      {
        name: "RingWorld, recirculate",
        points: costs.map((cost) => [cost.appendsPerSecond, cost.recirculate.heldBytes]),
      },
      {
        name: "packet memory",
        points: costs.map((cost) => [cost.appendsPerSecond, paperDatacenter.bufferBytes]),
      },
    ],
  });
}

function pendingCsv(costs: readonly PendingPoint[]): string {
  return csv(
    [
      "appends_per_second",
      "switches",
      "mode",
      "pending",
      "held_bytes",
      "pipeline_pps",
      "recirculation_bps",
      "loop_us",
      "impossible",
    ],
    costs.flatMap((point) =>
      (["ticket", "recirculate"] as const).map((mode) => {
        const cost = point[mode];
        return [
          point.appendsPerSecond,
          point.switches,
          mode,
          ...[cost.pending, cost.heldBytes, cost.pipelinePps, cost.recirculationBps].map(Math.round),
          cost.loopUs.toFixed(2),
          cost.impossible ?? "",
        ];
      }),
    ),
  );
}
