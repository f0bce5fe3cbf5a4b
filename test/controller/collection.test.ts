import assert from "node:assert/strict";
import { test } from "node:test";
import { Collection } from "../../controller/view/collection.js";
import { Questions } from "../../controller/view/questions.js";
import type { ServerReport } from "../../src/ringworld/index.js";
import { defaultFabric } from "./checkout.js";

const report: ServerReport = {
  installedView: 1,
  owner: 1n,
  membership: new Uint8Array(0),
  start: 0n,
  witness: 40n,
  settled: 0n,
  largest: 40n,
  trimmed: 0n,
};

test("what was settled when log servers were asked stays settled, though its cursor is forgotten meanwhile", () => {
  const fabric = defaultFabric();
  const servers = fabric.replicaSets.flatMap((set) => set.servers);
  // The leaders of stripe 3 and 5 had committed up to position 2; then their switches were connected anew.
  let isKnown = true;
  const cursor = (stripe: number) => (isKnown && (stripe === 3 || stripe === 5) ? 3n : 0n);
  const collection = new Collection({
    fabric,
    target: fabric,
    moved: new Map(),
    view: 2,
    predecessor: { view: 1, start: 0n },
    questions: new Questions(fabric, 7, 1000),
    reports: new Map(servers.map((name) => [name, report])),
    cursor,
    failed: () => assert.fail("nobody has promised a newer view"),
  });
  collection.begin();
  isKnown = false;
  const undecided = collection.undecided(40n).map(({ index }) => index);
  assert.ok(undecided.includes(4n) && undecided.includes(20n) && undecided.includes(36n));
  for (const settled of [3n, 19n, 35n, 5n, 21n, 37n]) {
    assert.ok(!undecided.includes(settled), `nobody was asked about ${settled}`);
  }
});
