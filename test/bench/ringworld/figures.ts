import { type Figure, figure } from "../frame/figure.js";
import { median } from "../frame/measure.js";
import type { Series, Turn } from "./contender.js";

const setting =
  "entries of 1 KiB, synced on three servers before the acknowledgement, all on this machine; rival: etcd of three members with its defaults, over gRPC to its leader on 4 connections";
const independent =
  "every caller appends one entry and waits for it: our clients put what waits into one frame, etcd's puts share its disk writes and its messages between members";
const batched =
  "every caller appends several entries at once, all or none: 8 with ours, a Txn of 8 or 64 puts of etcd's";

const modes = ["ticket", "recirculate"];

/** What the turns come to: rates, latencies, and where the time goes. */
export function* figuresOf(series: readonly Series[]): Generator<Figure, void> {
  const alone = series.filter(({ together }) => together === 1);
  const [ours, etcd] = [best(alone, modes), best(alone, ["etcd"])];
  for (const mode of modes) yield rate(`durable_appends_${mode}`, best(alone, [mode]), etcd, independent);
  yield rate("durable_appends_vs_etcd", ours, etcd, independent);
  for (const percent of [50, 99]) yield latency(percent, ours, etcd);
  yield cost("durable_append_cpu_us", ours, etcd);
  const several = series.filter(({ together }) => together > 1);
  const [oursBatched, etcdBatched] = [best(several, modes), best(several, ["etcd"])];
  yield rate("durable_batched_appends_vs_etcd", oursBatched, etcdBatched, batched);
  yield cost("durable_batched_append_cpu_us", oursBatched, etcdBatched);
}

/** The series with the most appends per second among those of some contenders. */
function best(series: readonly Series[], names: readonly string[]): Series | undefined {
  const candidates = series.filter(({ contender }) => names.includes(contender));
  return candidates.toSorted((left, right) => perSecond(right) - perSecond(left))[0];
}

function perSecond({ turns }: Series): number {
  return median(turns.map((turn) => turn.perSecond));
}

function rate(name: string, ours: Series | undefined, etcd: Series | undefined, callers: string): Figure {
  return figure({
    name,
    unit: "1/s",
    ...both(ours, etcd, (turn) => turn.perSecond),
    note: `${describe(ours, etcd)}; ${callers}; ${setting}`,
  });
}

function latency(percent: number, ours: Series | undefined, etcd: Series | undefined): Figure {
  return figure({
    name: `durable_append_p${percent}_ms`,
    unit: "ms",
    ...both(ours, etcd, ({ latencyUs }) => latencyUs.percentile(percent) / 1000),
    note: `latency in the turns of durable_appends_vs_etcd; ${describe(ours, etcd)}`,
  });
}

function cost(name: string, ours: Series | undefined, etcd: Series | undefined): Figure {
  return figure({
    name,
    unit: "us",
    ...both(ours, etcd, ({ costUs }) => [...costUs.values()].reduce((sum, each) => sum + each, 0)),
    note: `processor time of all processes per entry. Ours: ${account(ours)}. Rival: ${account(etcd)}`,
  });
}

function both(ours: Series | undefined, etcd: Series | undefined, value: (turn: Turn) => number) {
  const of = (series: Series | undefined) => series && median(series.turns.map(value));
  return { ours: of(ours) ?? Number.NaN, rival: of(etcd) };
}

function describe(ours: Series | undefined, etcd: Series | undefined): string {
  const rival = etcd === undefined ? "" : `, rival: ${etcd.underWay} of ${etcd.together}`;
  const packs = ours === undefined ? "" : `, ${meanPack(ours).toFixed(1)} entries in a pack of ours`;
  const way = `${ours?.contender} mode, ${ours?.underWay} appends of ${ours?.together} under way`;
  return `best with ours: ${way}${rival}${packs}`;
}

/** How many entries had an index, on average. */
function meanPack({ turns }: Series): number {
  return 1 / median(turns.map(({ counts }) => counts.get("packs") ?? Number.NaN));
}

/** Where the time goes: microseconds by part, and what the clients counted; medians of the turns. */
function account(series: Series | undefined): string {
  if (series === undefined) return "absent";
  const cost = medians(series.turns.map(({ costUs }) => costUs)).map(
    ([part, us]) => `${part} ${us.toFixed(0)}`,
  );
  const counts = medians(series.turns.map((turn) => turn.counts)).map(([name, times]) => {
    return `${times.toFixed(2)} ${name}`;
  });
  return counts.length === 0 ? cost.join(", ") : `${cost.join(", ")} (with ${counts.join(", ")} per entry)`;
}

/** The median of every entry of maps that have the same keys. */
function medians(maps: readonly ReadonlyMap<string, number>[]): [name: string, value: number][] {
  return [...(maps[0]?.keys() ?? [])].map((name) => [name, median(maps.map((map) => map.get(name) ?? 0))]);
}
