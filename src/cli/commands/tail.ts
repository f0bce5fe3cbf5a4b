import { printJson } from "../output.js";
import { type ClientOptions, withLogClient } from "./client-command.js";

/** Prints the largest index handed out; 0 for an empty log. */
export async function tail(options: ClientOptions): Promise<void> {
  await withLogClient(options, {}, async ({ client }) => {
    const index = await client.tail();
    if (options.json) printJson({ index: index.toString() });
    else process.stdout.write(`${index}\n`);
  });
}
