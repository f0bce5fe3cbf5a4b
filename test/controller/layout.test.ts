import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFabric } from "../../controller/index.js";
import { ancestorOf } from "../../controller/view/ancestor.js";
import { layoutOf, layoutProblem, withLayout } from "../../controller/view/layout.js";
import { decodeViewRecord, encodeViewRecord, type ViewRecord } from "../../controller/view/view-record.js";
import { CodedError } from "../../src/base/index.js";
import type { ServerReport } from "../../src/ringworld/index.js";
import { defaultFabric, edited } from "./checkout.js";
import { SwitchWorld } from "./switch-world.js";

const membership = { switches: ["s1", "s2"], servers: ["log-1-1", "log-2-1"] };

/** The default fabric with some things changed. */
function changed(...edits: [string, string][]) {
  return parseFabric(edited(...edits), "changed.yaml");
}

/** What a log server reports when the view that it has installed bears this record. */
function reporting(record: ViewRecord | undefined, installedView = 7): ServerReport {
  const nothing = { start: 0n, witness: 0n, settled: 0n, largest: 0n, trimmed: 0n };
  const bytes = record === undefined ? new Uint8Array(0) : encodeViewRecord(record);
  return { installedView, owner: 1n, membership: bytes, ...nothing };
}

function recordOf(layout: ViewRecord["layout"], former: ViewRecord["former"] = []): ViewRecord {
  return { membership, layout, former, plan: "0123456789abcdef" };
}

/** The record of a log that was written with the default fabric. */
const ordinary = recordOf(layoutOf(defaultFabric()));

/** Another set, over log servers that the file has. */
const swap: [string, string] = ["[log-1-1, log-2-1, log-3-1]", "[log-1-1, log-2-1, log-4-1]"];

test("the record of a view says who takes part, who keeps each stripe, who kept it, and the plan", () => {
  const layout = layoutOf(defaultFabric());
  assert.equal(layout.length, 16);
  assert.deepEqual(layout[0], ["log-1-1", "log-2-1", "log-3-1"]);
  for (const record of [ordinary, recordOf(layout, [["a", "b", "c"], ["d"]])]) {
    assert.deepEqual(decodeViewRecord(encodeViewRecord(record)), record);
  }
  for (const text of ["", "s1", "s1\n\na", "s1\n\na\n\na b\n\nmore", "s1\n\na\n\na b\n\nplan 0\n\nmore"]) {
    assert.equal(decodeViewRecord(new TextEncoder().encode(text)), undefined, text);
  }
});

test("the record of an earlier release has no former sets, and a plan that nobody takes over", () => {
  const bytes = new TextEncoder().encode("s1\n\na\n\na b c");
  const expected = { membership: { switches: ["s1"], servers: ["a"] }, layout: [["a", "b", "c"]] };
  assert.deepEqual(decodeViewRecord(bytes), { ...expected, former: [], plan: "" });
});

test("a fabric takes the layout of a log over, whatever its own sets are", () => {
  const layout = layoutOf(defaultFabric());
  assert.deepEqual(layoutOf(withLayout(changed(swap), layout)), layout);
  const renamed = changed(["name: set-0", "name: zero"]);
  assert.equal(withLayout(renamed, layout), renamed, "what entries do not depend on stays as in the file");
});

test("other replica sets fit when all that the log has entries at are log servers of the file", () => {
  assert.equal(layoutProblem(defaultFabric(), undefined), undefined, "there is no log yet");
  assert.equal(layoutProblem(defaultFabric(), { view: 7, record: ordinary }), undefined);
  assert.equal(layoutProblem(changed(swap), { view: 7, record: ordinary }), undefined);
});

test("missing log servers, another number of stripes and a record that says nothing are refused", () => {
  const help =
    "Name all log servers that keep entries as hosts until the log has moved, and keep the number of stripes; or begin a new log.";
  const refused = (record: ViewRecord | undefined, difference: string, fabric = defaultFabric()) => {
    const problem = layoutProblem(fabric, { view: 7, record });
    assert.ok(problem);
    const message = `the fabric ${fabric.name} does not fit the log, as the record of view 7 shows: ${difference}`;
    assert.deepEqual(problem.diagnostics, [{ code: "LOG-LAYOUT", message, help }]);
  };
  const elsewhere = "the log has entries at old-1, which is no log server of the file";
  refused(recordOf(ordinary.layout.with(3, ["log-1-1", "log-2-1", "old-1"])), elsewhere);
  refused(recordOf(ordinary.layout, [["log-1-1", "log-2-1", "old-1"]]), elsewhere);
  refused(ordinary, "the log has 16 stripes, the file 8", changed(["count: 16", "count: 8"]));
  refused(undefined, "it does not say which log servers keep which stripe");
});

test("who follows a view that is changing the layout hears both layouts, until it is certain to be in force", () => {
  const [old, next] = [
    ["a", "b", "c"],
    ["c", "d", "e"],
  ];
  const layout = Array.from({ length: 16 }, () => next);
  const moving = reporting(recordOf(layout, [old]));
  const reports = (names: readonly string[], report: ServerReport) =>
    names.map((name): [string, ServerReport] => [name, report]);
  const older = reporting(recordOf(layout, [["x", "y", "z"]]), 6);
  const quorums = (...all: [string, ServerReport][][]) => ancestorOf(new Map(all.flat()))?.quorums;
  assert.equal(quorums(reports(["a"], reporting(undefined, 0))), undefined, "nobody has a view");
  assert.deepEqual(quorums(reports(["c"], moving), reports(["a", "b"], older)), [next, old]);
  assert.deepEqual(quorums(reports(["c", "d", "e"], moving)), [next, old], "no majority of the former");
  assert.deepEqual(quorums(reports(["a", "c", "d"], moving)), [next], "majorities of both");
  const closed = reporting(recordOf(layout));
  assert.deepEqual(
    quorums(reports(["a", "b"], moving), reports(["e"], closed)),
    [next],
    "one who knows is enough",
  );
});

test("a controller whose file has not all that a log needs serves nothing, and the log is there for the right one", async () => {
  const world = new SwitchWorld(defaultFabric());
  const fits = () => world.controller();
  const doesNot = () => world.controller(parseFabric(edited(["count: 16", "count: 8"]), "changed.yaml"));
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
