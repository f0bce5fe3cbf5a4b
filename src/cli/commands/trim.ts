import { CodedError } from "../../base/index.js";
import { printJson } from "../output.js";
import { type ClientOptions, withLogClient } from "./client-command.js";
import { parseIndex } from "./log-index.js";

/**
 * Gives up every entry below an index, for good.
 *
 * @throws CodedError `LOG-OUT-OF-BOUNDS` when that would be more than has been appended
 */
export async function trim(text: string, options: ClientOptions): Promise<void> {
  const index = parseIndex(text);
  await withLogClient(options, {}, async ({ client }) => {
    const tail = await client.tail();
    if (index > tail + 1n) throw beyondTail(index, tail);
    await client.trim(index);
    if (options.json) printJson({ trimmed_below: index.toString() });
    else process.stdout.write(`everything below ${index} is trimmed\n`);
  });
}

function beyondTail(index: bigint, tail: bigint): CodedError {
  return new CodedError({
    code: "LOG-OUT-OF-BOUNDS",
    message: `trim below index ${index}: the tail of the log is ${tail}`,
    help: `Give an index of at most ${tail + 1n}, which trims all that there is.`,
  });
}
