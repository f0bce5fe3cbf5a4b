import type { Environment } from "./environment.js";
import { Fault } from "./fault.js";
import { ringworld } from "./ringworld.js";

/** What came back of a file, and how fast it went in. */
export interface RoundTrip {
  readonly bytes: Uint8Array;
  /** One JSON object. */
  readonly statistics: string;
}

/** Where an entry stands, as `ringworld append --json` prints it. */
interface PrintedPosition {
  readonly index: string;
  readonly place: number;
}

/** An entry as `ringworld read --json` prints it. */
interface PrintedEntry extends PrintedPosition {
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
  const how = ["--chunk", chunkBytes, "--under-way", "64", "--statistics", "--json"];
  const appended = await ringworld(["append", file, "--state", state, "--client", writer, ...how]);
  const read = await ringworld(["read", "--json", "--state", state, "--client", reader]);
  const entries = linesOf(read.stdout).map((line) => JSON.parse(line) as PrintedEntry);
  const values = new Map(entries.map((entry) => [nameOf(entry), Buffer.from(entry.value, "base64")]));
  const positions = linesOf(appended.stdout).map((line) => nameOf(JSON.parse(line) as PrintedPosition));
  const pieces = positions.map((position) => values.get(position) ?? missing(position));
  return { bytes: Buffer.concat(pieces), statistics: appended.stderr.trim() };
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

function nameOf({ index, place }: PrintedPosition): string {
  return `${index}, place ${place}`;
}

function missing(position: string): never {
  throw new Fault(
    "RUN-DIFFERENT",
    `the entry at index ${position} did not come back`,
    "This is a bug of ours.",
  );
}
