import assert from "node:assert/strict";
import { test } from "node:test";
import { type Algorithms, noOptimisations, type Optimisations } from "../../src/vivace/index.js";
import { vivaceKind } from "../../src/wire/index.js";
import { type OperationKind, perform, quietWorld } from "./support/quiet-world.js";
import { figure5 } from "./world/topology.js";

// What each optimisation of section 3.4 saves: the messages of one operation of client c1 (site 0), whose replica set
// is r1 (site 0), r2 and r3 (site 1), when nothing fails and nobody else is there. Each request is answered.

const fresh: Algorithms = { rw: "algorithm1", rmw: "algorithm3" };
const prior: Algorithms = { rw: "abd", rmw: "algorithm2" };

interface Counted {
  /** Messages by the name of their kind, answers left out. */
  readonly requests: Readonly<Record<string, number>>;
  readonly messages: number;
  /** Bytes of payload between the sites. */
  readonly remoteBytes: number;
}

const answerBit = 32;
const nameOf = (kind: number) =>
  Object.entries(vivaceKind).find(([, value]) => value === kind)?.[0] ?? `${kind}`;

function count(
  algorithms: Algorithms,
  operation: OperationKind,
  optimisations: Partial<Optimisations>,
  valueBytes = 1024,
): Counted {
  const world = quietWorld(figure5, { algorithms, optimisations: { ...noOptimisations, ...optimisations } });
  perform(world, "c1", operation === "execute" ? "execute" : "write", "x".repeat(valueBytes));
  const requests: Record<string, number> = {};
  let [messages, remoteBytes] = [0, 0];
  const siteOf = (name: string) =>
    [...figure5.replicas, ...figure5.clients].find((machine) => machine.name === name)?.site;
  world.network.count(({ kind }, bytes, from, to) => {
    messages += 1;
    if (siteOf(from) !== siteOf(to)) remoteBytes += bytes;
    if (kind < answerBit) requests[nameOf(kind)] = (requests[nameOf(kind)] ?? 0) + 1;
  });
  perform(world, "c1", operation, "y");
  return { requests, messages, remoteBytes };
}

const requestsOf = (...counted: Parameters<typeof count>) => count(...counted).requests;

test("as printed: a read of Algorithm 1 asks all replicas three times", () => {
  const printed = count(fresh, "read", {});
  assert.deepEqual(printed.requests, { rTs: 3, rData: 3, wTs: 3 });
  assert.equal(printed.messages, 18);
});

test("avoiding the write-back: one phase less, in Algorithm 1 as in ABD", () => {
  assert.deepEqual(requestsOf(fresh, "read", { skipWriteBack: true }), { rTs: 3, rData: 3 });
  assert.deepEqual(requestsOf(prior, "read", {}), { r: 3, w: 3 });
  assert.deepEqual(requestsOf(prior, "read", { skipWriteBack: true }), { r: 3 });
});

test("the parallel write-back costs no message when (C1) holds", () => {
  const both = { skipWriteBack: true, parallelWriteBack: true };
  assert.deepEqual(requestsOf(fresh, "read", both), { rTs: 3, rData: 3 });
});

test("data from one replica: one request for data, to the local replica, and no value between the sites", () => {
  const one = count(fresh, "read", { skipWriteBack: true, oneDataReplica: true });
  assert.deepEqual(one.requests, { rTs: 3, rData: 1 });
  assert.equal(one.messages, 8);
  const all = count(fresh, "read", { skipWriteBack: true });
  assert.ok(all.remoteBytes > 2 * 1024, `${all.remoteBytes} bytes with data from all`);
  assert.ok(one.remoteBytes < 100, `${one.remoteBytes} bytes with data from one`);
});

test("as printed: a command of Algorithm 3 reads the data from all, and writes it locally and remotely", () => {
  const printed = requestsOf(fresh, "execute", {});
  // The three local replicas pass the value on, each to all of the replica set, one of them to itself.
  assert.deepEqual(printed, { orTs: 3, orData: 3, wLocal: 3, wRemote: 8, owTs: 3 });
});

test("executing at replicas: a small command instead of a large value, there and back", () => {
  const large = 4096;
  const atClient = count(fresh, "execute", { oneDataReplica: true }, large);
  const atReplicas = count(fresh, "execute", { executeAtReplicas: true }, large);
  assert.deepEqual(atReplicas.requests, { orTs: 3, exec: 3, owTs: 3 });
  assert.ok(atClient.remoteBytes > 0);
  assert.ok(atReplicas.messages < atClient.messages);
});
