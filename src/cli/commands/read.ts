import { type ClientOptions, withLogClient } from "./client-command.js";
import { parseIndex } from "./log-index.js";
import { printEntry } from "./print-entry.js";
import { untilInterrupted } from "./until-interrupted.js";

export interface ReadOptions extends ClientOptions {
  readonly to?: string;
  readonly raw?: boolean;
  readonly stream?: number;
  readonly follow?: boolean;
}

/** Prints the entries from index `from` (to `to`, or the tail, or for ever), one a line. */
export async function read(from: string | undefined, options: ReadOptions): Promise<void> {
  const { stream, follow } = options;
  const range = {
    ...(from !== undefined && { from: parseIndex(from) }),
    ...(options.to !== undefined && { to: parseIndex(options.to) }),
    ...(stream !== undefined && { stream }),
    ...(follow !== undefined && { follow }),
  };
  await withLogClient(options, {}, async ({ client }) => {
    await untilInterrupted(client, async () => {
      for await (const entry of client.entries(range)) printEntry(entry, options);
    });
  });
}
