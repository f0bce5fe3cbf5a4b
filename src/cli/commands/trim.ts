import { printJson } from "../output.js";
import { type ClientOptions, withLogClient } from "./client-command.js";
import { parseIndex } from "./log-index.js";

/** Gives up every entry below an index, for good. */
export async function trim(text: string, options: ClientOptions): Promise<void> {
  const index = parseIndex(text);
  await withLogClient(options, {}, async ({ client }) => {
    await client.trim(index);
    if (options.json) printJson({ trimmed_below: index.toString() });
    else process.stdout.write(`everything below ${index} is trimmed\n`);
  });
}
