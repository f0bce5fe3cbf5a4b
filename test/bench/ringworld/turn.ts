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
  const before = parts.map(({ pids }) => processorSeconds(pids));
  const { done, seconds, latencyUs } = await appendFor(contender, options);
  const costs = parts.map(({ name, pids }, part): [string, number] => {
    const spent = processorSeconds(pids) - (before[part] ?? 0);
    return [name, (spent * 1e6) / done];
  });
  return { perSecond: done / seconds, latencyUs, costUs: new Map(costs) };
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
