import { performance } from "node:perf_hooks";

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error("a median of nothing");
  const sorted = [...values].sort((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return (upper + lower) / 2;
}

/** Runs one contender once, and gives what was measured. */
export type Measurement = () => number | Promise<number>;

/** The medians of two contenders. */
export interface Versus {
  readonly ours: number;
  readonly rival: number | undefined;
}

/** On a busy machine fewer rounds have to do. */
const budgetS = 12;
const roundsMin = 3;

/**
 * Measures two contenders in turn, `rounds` times each, so that whatever else this machine does meets both alike; every
 * other round begins with the other one. After 12 s three rounds are enough.
 */
export async function versus(
  rounds: number,
  ours: Measurement,
  rival: Measurement | undefined,
): Promise<Versus> {
  const figures = { ours: [] as number[], rival: [] as number[] };
  const endMs = performance.now() + budgetS * 1000;
  for (let round = 0; round < rounds; round += 1) {
    if (round >= roundsMin && performance.now() > endMs) break;
    if (round % 2 === 0) figures.ours.push(await ours());
    if (rival !== undefined) figures.rival.push(await rival());
    if (round % 2 === 1) figures.ours.push(await ours());
  }
  return { ours: median(figures.ours), rival: rival && median(figures.rival) };
}

/** The processor time that `work` takes in this process, in seconds: what other processes do does not count. */
export function cpuSecondsOf(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** How long `work` takes, in seconds. */
export async function secondsOf(work: () => unknown): Promise<number> {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1000;
}

/** Does `count` pieces of work, `underWay` at a time. */
export async function inParallel(
  count: number,
  underWay: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: Math.min(underWay, count) }, worker));
}
