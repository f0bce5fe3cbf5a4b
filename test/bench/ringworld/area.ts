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
/** How many appends are under way at once: each contender is judged by where it does best. */
const levels = [256, 1024];
const warmUpS = 1.5;
const turnS = 1.8;

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

/** Everybody in turn, several times: whatever else this machine does meets all alike. */
async function takeTurns(
  contenders: ReadonlyMap<string, Contender>,
  { quick }: BenchOptions,
): Promise<readonly Series[]> {
  const series: Series[] = [];
  const rounds = quick ? 1 : 3;
  const turnOf = (contender: Contender, seconds: number, underWay: number) =>
    takeTurn(contender, { seconds: quick ? 0.3 : seconds, underWay, entryBytes });
  if (!quick) for (const contender of contenders.values()) await turnOf(contender, warmUpS, 256);
  for (const underWay of quick ? levels.slice(0, 1) : levels) {
    say(`${rounds} rounds with ${underWay} appends under way`);
    const turns = new Map<string, Turn[]>([...contenders.keys()].map((name) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, contender] of contenders) {
        turns.get(name)?.push(await turnOf(contender, turnS, underWay));
      }
    }
    for (const [contender, taken] of turns) series.push({ contender, underWay, turns: taken });
  }
  return series;
}
