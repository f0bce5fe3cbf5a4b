import { performance } from "node:perf_hooks";
import { Histogram } from "../../../src/base/index.js";
import { processorSeconds } from "../frame/processor-time.js";
import type { Contender, Part, Turn } from "./contender.js";

export interface TurnOptions {
  readonly seconds: number;
  readonly underWay: number;
  /** Entries that one append has. */
  readonly together: number;
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
    costUs: perEntry(before.costUs, spentUs(), done),
    counts: perEntry(before.counts, contender.counts(), done),
  };
}

function perEntry(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  entries: number,
): ReadonlyMap<string, number> {
  return new Map([...after].map(([name, value]) => [name, (value - (before.get(name) ?? 0)) / entries]));
}

async function appendFor(contender: Contender, { seconds, underWay, together, entryBytes }: TurnOptions) {
  const values = Array.from({ length: together }, () => new Uint8Array(entryBytes).fill(0x61));
  const latencyUs = new Histogram();
  const startMs = performance.now();
  const endMs = startMs + seconds * 1000;
  let done = 0;
  const worker = async () => {
    for (let sentMs = performance.now(); sentMs < endMs; sentMs = performance.now()) {
      await contender.append(values);
      latencyUs.record((performance.now() - sentMs) * 1000);
      done += together;
    }
  };
  await Promise.all(Array.from({ length: underWay }, worker));
  return { done, seconds: (performance.now() - startMs) / 1000, latencyUs };
}
