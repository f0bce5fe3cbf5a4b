import { performance } from "node:perf_hooks";
import { Histogram } from "../../../src/base/index.js";
import { processorSeconds } from "../frame/processor-time.js";
import type { Contender, Part, Turn } from "./contender.js";

export interface TurnOptions {
  readonly seconds: number;
  readonly underWay: number;
  readonly entryBytes: number;
}

/** Appends for a while with a fixed number under way, and gives what came of it. */
export async function takeTurn(contender: Contender, options: TurnOptions): Promise<Turn> {
  const parts: readonly Part[] = [...contender.parts, { name: "client", pids: [process.pid] }];
  const spentUs = () => new Map(parts.map(({ name, pids }) => [name, processorSeconds(pids) * 1e6]));
  const before = { costUs: spentUs(), counts: contender.counts() };
  const { done, seconds, latencyUs } = await appendFor(contender, options);
  return {
    perSecond: done / seconds,
    latencyUs,
    costUs: perAppend(before.costUs, spentUs(), done),
    counts: perAppend(before.counts, contender.counts(), done),
  };
}

function perAppend(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  appends: number,
): ReadonlyMap<string, number> {
  return new Map([...after].map(([name, value]) => [name, (value - (before.get(name) ?? 0)) / appends]));
}

async function appendFor(contender: Contender, { seconds, underWay, entryBytes }: TurnOptions) {
  const value = new Uint8Array(entryBytes).fill(0x61);
  const latencyUs = new Histogram();
  const startMs = performance.now();
  const endMs = startMs + seconds * 1000;
  let done = 0;
  const worker = async () => {
    for (let sentMs = performance.now(); sentMs < endMs; sentMs = performance.now()) {
      await contender.append(value);
      latencyUs.record((performance.now() - sentMs) * 1000);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: underWay }, worker));
  return { done, seconds: (performance.now() - startMs) / 1000, latencyUs };
}
