import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { buildRest, FabricChanges, fabricDocument, type RestApp } from "../../controller/index.js";
import { eventLoopTimers } from "../../src/io/node/index.js";
import { defaultFabric, edited, fiveRacks, root } from "./checkout.js";
import { MemoryLog } from "./memory-log.js";

const yaml = "application/yaml";
const fiveText = readFileSync(path.join(root, "controller/fabrics/five-racks.yaml"), "utf8");

/** An API whose parts are there at once, and whose log moves when it is told to. */
async function world() {
  let isSettled = false;
  const changes = new FabricChanges({
    stored: { inForce: defaultFabric() },
    addresses: new Map(),
    store: { write: () => {} },
    parts: { check: () => {}, follow: async () => new Map() },
    controller: { changeFabric: () => {}, isSettled: () => isSettled },
    timers: eventLoopTimers,
  });
  const layout = { inForce: [], wanted: [], copiedIndex: 7n, isSettled: false };
  const none = { view: 1, order: [], serving: true, hops: 0, laps: 0, lastIndex: 9n, switches: [] };
  const app = await buildRest({
    fabric: changes,
    ring: () => ({ ...none, committedIndex: 9n, replicatedIndex: 9n, layout }),
    refused: async () => new Map(),
    hosts: { all: () => [], setFence: () => {}, subscribe: () => {} },
    addresses: () => new Map(),
    log: new MemoryLog(),
  });
  const settle = () => {
    isSettled = true;
  };
  return { app, changes, settle };
}

function put(app: RestApp, payload: string, type = yaml) {
  return app.inject({ method: "PUT", url: "/v1/fabric", headers: { "content-type": type }, payload });
}

test("PUT /v1/fabric begins a change and GET tells how far it is, until it is in force", async () => {
  const { app, changes, settle } = await world();
  const answer = await put(app, fiveText);
  assert.equal(answer.statusCode, 202);
  assert.equal(answer.headers.location, "/v1/fabric/change");
  const change = (await app.inject("/v1/fabric/change")).json();
  assert.deepEqual([change.state, change.step, change.in_force], ["under way", "moving", "four-racks"]);
  assert.deepEqual([change.copied, change.committed], ["7", "9"]);
  assert.deepEqual(change.switches, { added: ["s5"], removed: [] });
  assert.deepEqual(change.wanted, fabricDocument(fiveRacks()));
  assert.equal((await app.inject("/v1/fabric")).json().name, "four-racks");
  settle();
  while (changes.change !== undefined) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual((await app.inject("/v1/fabric/change")).json(), {
    state: "in force",
    in_force: "five-racks",
  });
  assert.deepEqual((await app.inject("/v1/fabric")).json(), fabricDocument(fiveRacks()));
});

test("PUT of what is in force or under way does nothing twice; of something else, it is a conflict", async () => {
  const { app, changes } = await world();
  const same = await put(app, JSON.stringify(fabricDocument(defaultFabric())), "application/json");
  assert.deepEqual([same.statusCode, same.json().state], [200, "in force"]);
  assert.equal((await put(app, fiveText)).statusCode, 202);
  assert.equal((await put(app, fiveText)).statusCode, 202);
  const other = await put(app, edited(["name: four-racks", "name: other-racks"]));
  assert.deepEqual([other.statusCode, other.json().code], [409, "FABRIC-CHANGE-UNDER-WAY"]);
  await changes.close();
});

test("PUT of a faulty file tells every fault with its line and column", async () => {
  const { app, changes } = await world();
  const answer = await put(app, edited(["role: api", "role: king"], ["count: 16", "count: 0"]));
  assert.equal(answer.statusCode, 400);
  assert.match(String(answer.headers["content-type"]), /^application\/problem\+json/);
  const { code, errors } = answer.json();
  assert.equal(code, "FABRIC-VALUE");
  assert.deepEqual(
    errors.map(({ line, column }: { line: number; column: number }) => [line, column]),
    [
      [22, 58],
      [65, 10],
    ],
  );
  assert.equal((await put(app, "{")).json().code, "FABRIC-YAML");
  assert.equal((await put(app, "")).statusCode, 400);
  assert.equal((await put(app, fiveText, "text/plain")).statusCode, 415);
  assert.equal(changes.change, undefined);
});

test("PUT of a fabric that the running one cannot become is a conflict, and says why", async () => {
  const { app, changes } = await world();
  const answer = await put(app, edited(["count: 16", "count: 8"]));
  assert.deepEqual([answer.statusCode, answer.json().code], [409, "FABRIC-CHANGE-STRIPES"]);
  assert.equal(changes.change, undefined);
});
