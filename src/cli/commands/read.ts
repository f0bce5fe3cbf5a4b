import type { LogEntry } from "../../ringworld/index.js";
import { printJson } from "../output.js";
import { type ClientOptions, withLogClient } from "./client-command.js";
import { parseIndex } from "./log-index.js";

export interface ReadOptions extends ClientOptions {
  readonly to?: string;
  readonly raw?: boolean;
}

const newline = Uint8Array.of(0x0a);

/** Prints the entries from index `from` (to `to`, or the tail), one a line. */
export async function read(from: string | undefined, options: ReadOptions): Promise<void> {
  const first = from === undefined ? 1n : parseIndex(from);
  const last = options.to === undefined ? undefined : parseIndex(options.to);
  await withLogClient(options, {}, async ({ client }) => {
    const range = { from: first, ...(last !== undefined && { to: last }) };
    for await (const entry of client.entries(range)) print(entry, options);
  });
}

function print(entry: LogEntry, options: ReadOptions): void {
  if (options.json) {
    const { index, client, request, stream, value } = entry;
    const identity = { client: client.toString(16), request, stream };
    printJson({ index: index.toString(), ...identity, value: Buffer.from(value).toString("base64") });
    return;
  }
  process.stdout.write(value(entry, options.raw ?? false));
}

function value(entry: LogEntry, raw: boolean): Uint8Array {
  return raw ? entry.value : Buffer.concat([entry.value, newline]);
}
