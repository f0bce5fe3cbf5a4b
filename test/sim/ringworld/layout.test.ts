import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeServerReport, encodeServerReport } from "../../../src/ringworld/index.js";
import {
  type ControllerMessage,
  defaultSimulation,
  type Fault,
  freshStart,
  ringFabricText,
  runSeed,
  type SimulationOptions,
} from "../../../src/sim/index.js";
import {
  decodeViewRecord,
  encodeViewRecord,
  type Fabric,
  layoutOf,
  parseFabric,
} from "../../../src/sim/ringworld/controller-logic.js";
import { ringworldKind } from "../../../src/wire/index.js";
import { describeRun, smallRun } from "./small-run.js";

/** A file that does not know one of the log servers, and has another in its place. */
function lacking(fabric: Fabric): Fabric {
  const { replicaSets, hosts } = fabric;
  const gone = replicaSets[0]?.servers[0];
  const other = replicaSets[1]?.servers[0] ?? "";
  const servers = (set: (typeof replicaSets)[number]) =>
    set.servers.map((name) => (name === gone ? other : name));
  return {
    ...fabric,
    hosts: hosts.filter(({ name }) => name !== gone),
    replicaSets: replicaSets.map((set) => ({ ...set, servers: servers(set) })),
  };
}

const visit: Fault = { kind: "visit", node: "stranger", fromUs: 12_000, untilUs: 24_000 };

function crash(node: string, untilUs: number): Fault {
  return { kind: "crash", node, fromUs: 10_000, untilUs };
}

const cold = ["s1", "s2", "s3", "s4"].map((name) => crash(name, 11_000));

/**
 * What the stranger finds while clients are busy: all in order, a dead log server, a dead switch and a dead controller,
 * or switches that have lost everything and carry no survey.
 */
const situations: readonly (readonly Fault[])[] = [
  [visit],
  [crash("log-1-1", 26_000), visit],
  [crash("s2", 26_000), crash("controller", 20_000), visit],
  [...cold, crash("controller", 26_000), visit],
];

function world(seed: number, changes: Partial<SimulationOptions> = {}): SimulationOptions {
  return smallRun(seed, {
    fabric: defaultSimulation.fabric,
    start: freshStart,
    workload: { ...defaultSimulation.workload, thinkUs: 800 },
    faults: situations[seed % situations.length] ?? [],
    timing: { ...defaultSimulation.timing, startUs: 2000 },
    strangeFabric: lacking,
    keepLines: true,
    ...changes,
  });
}

test("a controller whose file lacks a log server of the log activates no switch, and nothing is lost", () => {
  let prepared = 0;
  for (let seed = 1; seed <= 8; seed += 1) {
    const result = runSeed(world(seed));
    assert.equal(describeRun(result), "");
    const said = result.lines.filter((line) => line.includes("stranger: "));
    assert.deepEqual(
      said.filter((line) => line.includes("activate")),
      [],
    );
    prepared += said.filter((line) => line.includes("prepare")).length;
  }
  assert.ok(prepared > 0, "a stranger got so far that only the log servers could tell it");
});

/** Nobody sees a layout in the records but the own one. */
function blind(options: SimulationOptions): SimulationOptions {
  const fabric = parseFabric(ringFabricText(options.fabric), "simulated fabric");
  const toController = (message: ControllerMessage, controller: string): ControllerMessage => {
    const { kind, code } = message.header;
    const report = decodeServerReport(message.payload);
    const record = decodeViewRecord(report?.membership ?? new Uint8Array(0));
    const isReport = kind === ringworldKind.sealed || kind === ringworldKind.surveyed;
    if (!isReport || code !== 0 || report === undefined || record === undefined) return message;
    const layout = layoutOf(controller === "stranger" ? lacking(fabric) : fabric);
    const membership = encodeViewRecord({ ...record, layout, former: [] });
    return { ...message, payload: encodeServerReport({ ...report, membership }) };
  };
  return { ...options, tampering: { toController } };
}

test("found: the layout of the log is not looked at", (context) => {
  for (let seed = 1; seed <= 8; seed += 1) {
    const result = runSeed(blind(world(seed, { livenessUs: 400_000 })));
    if (result.violations.length === 0) continue;
    context.diagnostic(describeRun(result).slice(0, 300));
    return;
  }
  assert.fail("no seed notices");
});
