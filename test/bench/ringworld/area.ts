import path from "node:path";
import { say } from "../../../src/cli/output.js";
import type { BenchOptions } from "../frame/area.js";
import type { Figure } from "../frame/figure.js";
import { temporaryDirectory } from "../frame/processes.js";
import type { Contender, Series, Turn } from "./contender.js";
import { startEtcd } from "./etcd.js";
import { BenchFabric } from "./fabric.js";
import { figuresOf } from "./figures.js";
import { takeTurn } from "./turn.js";

const entryBytes = 1024;
/** How many entries are under way at once: each contender is judged by where it does best. */
const levels = [256, 1024, 4096];
const rounds = 3;
const probeS = 1;
/** Long enough to fill every window of a leader more than once at a few thousand appends a second. */
const turnS = 4;
const quickS = 0.2;

/** Durable appends on the embedded fabric in both pending modes, beside a three-member etcd. */
export async function* measureRingWorld(options: BenchOptions): AsyncGenerator<Figure, void> {
  const directory = temporaryDirectory();
  const stops: (() => Promise<void>)[] = [() => Promise.resolve(directory.remove())];
  try {
    say("booting four racks with twelve log servers, and etcd");
    const contenders = await startAll(directory.path, stops);
    yield* figuresOf(await takeTurns(contenders, options));
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** @param stops gets what ends each of them, in the order in which they were started */
async function startAll(
  directory: string,
  stops: (() => Promise<void>)[],
): Promise<ReadonlyMap<string, Contender>> {
  const fabric = await BenchFabric.start(path.join(directory, "fabric"));
  stops.push(() => fabric.stop());
  const contenders = new Map<string, Contender>();
  for (const mode of ["ticket", "recirculate"] as const) contenders.set(mode, await fabric.clients({ mode }));
  const etcd = await startEtcd(path.join(directory, "etcd"));
  if (etcd !== undefined) contenders.set("etcd", etcd);
  for (const contender of contenders.values()) stops.push(() => contender.stop());
  return contenders;
}

/** First each finds where it does best, then everybody in turn: what else this machine does meets all alike. */
async function takeTurns(
  contenders: ReadonlyMap<string, Contender>,
  { quick }: BenchOptions,
): Promise<readonly Series[]> {
  say("looking for how many appends under way suit each");
  const series: (Series & { turns: Turn[] })[] = [];
  for (const [contender, each] of contenders) {
    for (const together of each.togethers) {
      const underWay = await bestLevel(each, together, quick ? quickS : probeS);
      series.push({ contender, together, underWay, turns: [] });
    }
  }
  for (let round = 1; round <= (quick ? 1 : rounds); round += 1) {
    say(`round ${round}`);
    for (const { contender, together, underWay, turns } of series) {
      const each = contenders.get(contender);
      const seconds = quick ? quickS : turnS;
      if (each !== undefined) turns.push(await takeTurn(each, { seconds, underWay, together, entryBytes }));
    }
  }
  return series;
}

/** Tries every level, the first one twice because everything is cold. */
async function bestLevel(contender: Contender, together: number, seconds: number): Promise<number> {
  let best = { perSecond: 0, underWay: 0 };
  for (const entries of [...levels.slice(0, 1), ...levels]) {
    const underWay = entries / together;
    const { perSecond } = await takeTurn(contender, { seconds, underWay, together, entryBytes });
    if (perSecond > best.perSecond) best = { perSecond, underWay };
  }
  return best.underWay;
}
