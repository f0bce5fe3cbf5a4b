import type { Environment } from "./environment.js";
import { Fault } from "./fault.js";
import { ringworld } from "./ringworld.js";

/** What came back of a file, and how fast it went in. */
export interface RoundTrip {
  readonly bytes: Uint8Array;
  /** One JSON object. */
  readonly statistics: string;
}

/** An entry as `ringworld read --json` prints it. */
interface PrintedEntry {
  readonly index: string;
  /** Base64. */
  readonly value: string;
}

/**
 * Appends a file in pieces of `chunkBytes` from the first client and reads it back from the last. The log may hold
 * the pieces in another order than they were sent in: `append` prints where each one is.
 *
 * @param state the state directory of a fabric that is up
 */
export async function roundTrip(
  environment: Environment,
  state: string,
  file: string,
  chunkBytes: string,
): Promise<RoundTrip> {
  const clients = environment.hosts("client");
  const [writer, reader] = [clients[0], clients.at(-1)];
  if (writer === undefined || reader === undefined || writer === reader) {
    throw new Fault("NO-CLIENTS", "the fabric has no two clients", "Add hosts with the role client.");
  }
  const how = ["--chunk", chunkBytes, "--under-way", "64", "--statistics"];
  const appended = await ringworld(["append", file, "--state", state, "--client", writer, ...how]);
  const read = await ringworld(["read", "--json", "--state", state, "--client", reader]);
  const values = new Map(linesOf(read.stdout).map(parseEntry));
  const pieces = linesOf(appended.stdout).map((index) => values.get(index) ?? missing(index));
  return { bytes: Buffer.concat(pieces), statistics: appended.stderr.trim() };
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

function parseEntry(line: string): readonly [index: string, value: Uint8Array] {
  const { index, value } = JSON.parse(line) as PrintedEntry;
  return [index, Buffer.from(value, "base64")];
}

function missing(index: string): never {
  throw new Fault("RUN-DIFFERENT", `the entry at index ${index} did not come back`, "This is a bug of ours.");
}
