import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFabric } from "../../controller/index.js";
import { layoutOf, layoutProblem } from "../../controller/view/layout.js";
import { decodeViewRecord, encodeViewRecord } from "../../controller/view/view-record.js";
import { CodedError } from "../../src/base/index.js";
import type { ServerReport } from "../../src/ringworld/index.js";
import { defaultFabric, edited } from "./checkout.js";
import { SwitchWorld } from "./switch-world.js";

const membership = { switches: ["s1", "s2"], servers: ["log-1-1", "log-2-1"] };

/** The default fabric with one thing changed. */
function changed(from: string, to: string) {
  return parseFabric(edited([from, to]), "changed.yaml");
}

/** What a log server reports when the view that it has installed bears these bytes. */
function reporting(bytes: Uint8Array, installedView = 7): ServerReport {
  const nothing = { start: 0n, witness: 0n, settled: 0n, largest: 0n, trimmed: 0n };
  return { installedView, owner: 1n, membership: bytes, ...nothing };
}

/** The report of a server of a log that was written with the default fabric. */
const ordinary = reporting(encodeViewRecord({ membership, layout: layoutOf(defaultFabric()) }));

const swapped = changed("[log-1-1, log-2-1, log-3-1]", "[log-1-1, log-2-1, log-4-1]").replicaSets;

test("the record of a view says who takes part, and who keeps each stripe", () => {
  const layout = layoutOf(defaultFabric());
  assert.equal(layout.length, 16);
  assert.deepEqual(layout[0], ["log-1-1", "log-2-1", "log-3-1"]);
  assert.deepEqual(decodeViewRecord(encodeViewRecord({ membership, layout })), { membership, layout });
  for (const text of ["", "s1", "s1\n\na", "s1\n\na\n\na b\n\nmore"]) {
    assert.equal(decodeViewRecord(new TextEncoder().encode(text)), undefined, text);
  }
});

test("what entries do not depend on may change: names and order of sets and members, leaders, racks", () => {
  assert.equal(layoutProblem(defaultFabric(), [ordinary]), undefined);
  const renamed = changed("name: set-0", "name: zero");
  assert.equal(layoutProblem(renamed, [ordinary]), undefined);
  const turned = changed("[log-1-1, log-2-1, log-3-1]", "[log-3-1, log-1-1, log-2-1]");
  assert.equal(layoutProblem(turned, [ordinary]), undefined);
});

test("a log without a view has no layout yet", () => {
  assert.equal(
    layoutProblem({ ...defaultFabric(), replicaSets: swapped }, [reporting(new Uint8Array(0), 0)]),
    undefined,
  );
});

test("another replica set, another number of stripes and a record that says nothing are refused", () => {
  const help =
    "Start it with the replica sets and stripes that the log was written with, or begin a new log: entries are not moved.";
  const refused = (fabric: ReturnType<typeof defaultFabric>, report: ServerReport, difference: string) => {
    const problem = layoutProblem(fabric, [reporting(new Uint8Array(0), 0), report]);
    assert.ok(problem);
    const message = `the fabric ${fabric.name} does not fit the log, as the record of view 7 shows: ${difference}`;
    assert.deepEqual(problem.diagnostics, [{ code: "LOG-LAYOUT", message, help }]);
  };
  refused(
    { ...defaultFabric(), replicaSets: swapped },
    ordinary,
    "in the log, stripe 0 is kept by log-1-1, log-2-1, log-3-1; in the file, by log-1-1, log-2-1, log-4-1",
  );
  refused(changed("count: 16", "count: 8"), ordinary, "the log has 16 stripes, the file 8");
  const silent = reporting(new TextEncoder().encode("s1\n\nlog-1-1"));
  refused(defaultFabric(), silent, "it does not say which log servers keep which stripe");
});

test("a controller with another layout serves nothing, and the log is there for the right one", async () => {
  const world = new SwitchWorld(defaultFabric());
  const text = edited(
    ["[log-1-1, log-2-1, log-3-1]", "[log-1-1, log-2-1, log-4-1]"],
    ["[log-2-2, log-3-2, log-4-1]", "[log-2-2, log-3-2, log-3-1]"],
  );
  const fits = () => world.controller();
  const doesNot = () => world.controller(parseFabric(text, "changed.yaml"));
  /** Runs a controller until it serves; the view. */
  const serve = async (make: () => ReturnType<typeof fits>): Promise<number> => {
    const controller = make();
    controller.start();
    try {
      await controller.serving(30_000_000);
      return controller.snapshot().view;
    } finally {
      await controller.close();
    }
  };
  const isRefusal = (error: unknown) => error instanceof CodedError && error.code === "LOG-LAYOUT";
  await world.start();
  try {
    const first = await serve(fits);
    await assert.rejects(serve(doesNot), isRefusal, "with switches that are in a view");
    assert.equal(await serve(fits), first, "nothing was touched");
    for (const { name } of world.fabric.switches) await world.stopSwitch(name);
    await world.start();
    await assert.rejects(serve(doesNot), isRefusal, "with switches that have lost everything");
    assert.ok((await serve(fits)) > first);
  } finally {
    await world.stop();
  }
});
