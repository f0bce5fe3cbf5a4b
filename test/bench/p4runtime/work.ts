import { encodeEntity, encodeUpdate, type Update } from "p4runtime-js-grpc";
import { p4 } from "p4runtime-js-grpc/messages";
import { deviceId, type Target } from "../frame/bmv2.js";
import { framed, messagesIn } from "../frame/grpc-connection.js";
import { inParallel, secondsOf } from "../frame/measure.js";
import { cellCount, stateful } from "./program.js";

/** How many requests of a client are under way at once. */
const requestsUnderWay = 32;
/** How many updates a batch has. */
export const updatesPerBatch = 200;

const writePath = "/p4.v1.P4Runtime/Write";
const readPath = "/p4.v1.P4Runtime/Read";
const electionId = { high: 0n, low: 1n };

/** Inserts `count` entries, `perRequest` at a time, removes them again, and gives inserts per second. */
export async function insertEntries(target: Target, count: number, perRequest: number): Promise<number> {
  const inserts = writeRequests(target, entryUpdates("insert", count), perRequest);
  const deletes = writeRequests(target, entryUpdates("delete", count), updatesPerBatch);
  const seconds = await secondsOf(() => send(target, inserts));
  await send(target, deletes);
  return count / seconds;
}

/** Keys that are spread over all 32 bits, each once. */
function entryUpdates(type: Update["type"], count: number): Update[] {
  const { tables, actions } = stateful;
  return Array.from({ length: count }, (_, number) => {
    const key = Math.imul(number, 0x9e3779b1) >>> 0;
    return { type, entity: tables.places.entry({ key }, actions.forward({ port: number % 512 })) };
  });
}

/** Writes `count` cells in batches and gives cells per second. */
export async function writeCells(target: Target, count: number): Promise<number> {
  const { values } = stateful.registers;
  const updates = Array.from({ length: count }, (_, number): Update => {
    return { type: "modify", entity: values.entry(number % cellCount, BigInt(number) * 0x1_0000_0001n) };
  });
  const requests = writeRequests(target, updates, updatesPerBatch);
  return count / (await secondsOf(() => send(target, requests)));
}

/** Reads the whole register with one request and gives cells per second. */
export async function readCells({ client, connection }: Target): Promise<number> {
  const filter = encodeEntity(client.schema, stateful.registers.values.entry(), "filter");
  const message = p4.ReadRequest.fromPartial({ deviceId, entities: [filter] });
  const request = framed(p4.ReadRequest.encode(message).finish());
  let answer: Buffer = Buffer.alloc(0);
  const seconds = await secondsOf(async () => {
    answer = await connection.call(readPath, request);
  });
  const cells = messagesIn(answer).flatMap((part) => p4.ReadResponse.decode(part).entities).length;
  if (cells !== cellCount) throw new Error(`${cells} cells came back, not ${cellCount}`);
  return cells / seconds;
}

/** Requests with `perRequest` updates each, encoded before anything is measured. */
function writeRequests({ client }: Target, updates: readonly Update[], perRequest: number): Buffer[] {
  return Array.from({ length: Math.ceil(updates.length / perRequest) }, (_, request) => {
    const part = updates.slice(request * perRequest, (request + 1) * perRequest);
    const encoded = part.map((update) => encodeUpdate(client.schema, update));
    const message = p4.WriteRequest.fromPartial({ deviceId, electionId, updates: encoded });
    return framed(p4.WriteRequest.encode(message).finish());
  });
}

async function send({ connection }: Target, requests: readonly Buffer[]): Promise<void> {
  await inParallel(requests.length, requestsUnderWay, async (index) => {
    const request = requests[index];
    if (request !== undefined) await connection.call(writePath, request);
  });
}
