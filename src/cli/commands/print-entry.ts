import type { LogEntry } from "../../ringworld/index.js";
import { printJson } from "../output.js";

/** How entries are printed. */
export interface PrintOptions {
  readonly json?: boolean;
  /** The bytes, and nothing between the entries. */
  readonly raw?: boolean;
}

const newline = Uint8Array.of(0x0a);

/** Prints an entry: its bytes and the end of a line, or as JSON. */
export function printEntry(entry: LogEntry, options: PrintOptions): void {
  if (options.json) {
    const { index, place, client, request, stream, value } = entry;
    const identity = { client: client.toString(16), request, stream };
    printJson({ index: index.toString(), place, ...identity, value: Buffer.from(value).toString("base64") });
    return;
  }
  process.stdout.write(value(entry, options.raw ?? false));
}

function value(entry: LogEntry, raw: boolean): Uint8Array {
  return raw ? entry.value : Buffer.concat([entry.value, newline]);
}
