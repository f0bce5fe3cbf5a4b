import { type LogClient, showPosition } from "../../ringworld/index.js";
import { readInput, splitEntries } from "../entries.js";
import { printJson, progressBar, say } from "../output.js";
import { appendAll } from "../workload.js";
import { type ClientOptions, withLogClient } from "./client-command.js";

export interface AppendOptions extends ClientOptions {
  readonly chunk?: number;
  readonly stream: number;
  /** The most appends under way at once. */
  readonly underWay?: number;
  /** Tell how fast it was, as JSON on standard error. */
  readonly statistics?: boolean;
  readonly mode: "ticket" | "recirculate";
}

/** Appends a file, or standard input, to the log: one entry a line, or pieces of one size. */
export async function append(file: string, options: AppendOptions): Promise<void> {
  const bytes = await readInput(file);
  const splitting = { keepNewline: false, ...(options.chunk !== undefined && { chunkBytes: options.chunk }) };
  const entries = [...splitEntries(bytes, splitting)];
  await withLogClient(options, { mode: options.mode }, async ({ client }) => {
    const bar = progressBar("append", entries.length);
    const startedMs = performance.now();
    const positions = await appendAll(client, entries, {
      stream: options.stream,
      onDone: bar.update,
      ...(options.underWay !== undefined && { underWayMax: options.underWay }),
    });
    bar.stop();
    const seconds = (performance.now() - startedMs) / 1000;
    for (const position of positions) {
      const { index, place } = position;
      if (options.json) printJson({ index: index.toString(), place });
      else process.stdout.write(`${showPosition(position)}\n`);
    }
    if (options.statistics) say(JSON.stringify(statisticsOf(client, seconds)));
  });
}

function statisticsOf({ statistics }: LogClient, seconds: number) {
  const { appendLatencyUs, retries } = statistics;
  return {
    appends: appendLatencyUs.count,
    seconds,
    appendsPerSecond: appendLatencyUs.count / seconds,
    p50Ms: appendLatencyUs.percentile(50) / 1000,
    p99Ms: appendLatencyUs.percentile(99) / 1000,
    retries,
  };
}
