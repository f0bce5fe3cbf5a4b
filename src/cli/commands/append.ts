import { readInput, splitEntries } from "../entries.js";
import { printJson, progressBar } from "../output.js";
import { appendAll } from "../workload.js";
import { type ClientOptions, withLogClient } from "./client-command.js";

export interface AppendOptions extends ClientOptions {
  readonly chunk?: number;
  readonly stream: number;
  readonly mode: "ticket" | "recirculate";
}

/** Appends a file, or standard input, to the log: one entry a line, or pieces of one size. */
export async function append(file: string, options: AppendOptions): Promise<void> {
  const bytes = await readInput(file);
  const splitting = { keepNewline: false, ...(options.chunk !== undefined && { chunkBytes: options.chunk }) };
  const entries = [...splitEntries(bytes, splitting)];
  await withLogClient(options, { mode: options.mode }, async ({ client }) => {
    const bar = progressBar("append", entries.length);
    const indices = await appendAll(client, entries, { stream: options.stream, onDone: bar.update });
    bar.stop();
    for (const index of indices) {
      if (options.json) printJson({ index: index.toString() });
      else process.stdout.write(`${index}\n`);
    }
  });
}
