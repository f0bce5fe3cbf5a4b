import type { P4RuntimeClient, TableEntry, Update } from "p4runtime-js-grpc";
import type { Target } from "../frame/bmv2.js";
import { secondsOf } from "../frame/measure.js";
import { cellCount, stateful } from "./program.js";

/** How many requests of a client are under way at once. */
const requestsUnderWay = 32;
/** As many as the client puts into one request. */
const updatesPerRequest = 200;

/** Inserts `count` entries with one request each, removes them again, and gives inserts per second. */
export function insertSingly({ client }: Target, count: number): Promise<number> {
  return inserts(client, count, 1);
}

/** The same with requests of 200 updates. */
export function insertInBatches({ client }: Target, count: number): Promise<number> {
  return inserts(client, count, updatesPerRequest);
}

async function inserts(client: P4RuntimeClient, count: number, perRequest: number): Promise<number> {
  const entries = Array.from({ length: count }, (_, key) => entryOf(key));
  const seconds = await secondsOf(() => send(client, updatesOf("insert", entries), perRequest));
  await send(client, updatesOf("delete", entries), updatesPerRequest);
  return count / seconds;
}

/** Keys that are spread over all 32 bits, each once. */
function entryOf(key: number): TableEntry {
  const { tables, actions } = stateful;
  return tables.places.entry({ key: Math.imul(key, 0x9e3779b1) >>> 0 }, actions.forward({ port: key % 512 }));
}

function updatesOf(type: Update["type"], entries: readonly TableEntry[]): Update[] {
  return entries.map((entity) => ({ type, entity }));
}

/** Writes cells in requests of 200 and gives cells per second. */
export async function writeCells({ client }: Target, count: number): Promise<number> {
  const updates = Array.from({ length: count }, (_, cell): Update => {
    const entity = stateful.registers.values.entry(cell % cellCount, BigInt(cell) * 0x1_0000_0001n);
    return { type: "modify", entity };
  });
  return count / (await secondsOf(() => send(client, updates, updatesPerRequest)));
}

/** Reads the whole register and gives cells per second. */
export async function readCells({ client }: Target): Promise<number> {
  let cells = 0;
  const seconds = await secondsOf(async () => {
    for await (const entity of client.read([stateful.registers.values.entry()]))
      if (entity.kind === "registerEntry") cells += 1;
  });
  if (cells !== cellCount) throw new Error(`${cells} cells came back, not ${cellCount}`);
  return cells / seconds;
}

/** Sends updates in requests of one size, several requests under way at once. */
async function send(client: P4RuntimeClient, updates: readonly Update[], perRequest: number): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < updates.length) {
      const start = next;
      next += perRequest;
      await client.write(updates.slice(start, next));
    }
  };
  await Promise.all(Array.from({ length: requestsUnderWay }, worker));
}
