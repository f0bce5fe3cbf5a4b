import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decodeListed,
  decodeServerReport,
  encodeListed,
  encodeServerReport,
  listOption,
} from "../../../src/ringworld/index.js";
import {
  type ControllerMessage,
  defaultSimulation,
  type Fault,
  filesOf,
  freshStart,
  type ReshapingKind,
  type Rule,
  ringFabricText,
  runSeed,
  type SimulationOptions,
  type Tampering,
} from "../../../src/sim/index.js";
import {
  decodeViewRecord,
  encodeViewRecord,
  type Host,
  parseFabric,
} from "../../../src/sim/ringworld/controller-logic.js";
import { indexOf, ringworldKind } from "../../../src/wire/index.js";
import { type Canary, testCanaries } from "./canary.js";
import { describeRun, smallRun } from "./small-run.js";

/** What notices that entries are gone, or never came to where they are wanted. */
const lossRules: readonly Rule[] = [
  "append-lost",
  "append-not-durable",
  "cursor-hole",
  "index-order",
  "tail-back",
  "two-values",
  "not-linearizable",
  "not-everywhere",
  "not-finished",
  "layout-stuck",
];

/** A world in which the log moves while clients append. */
function moving(kind: ReshapingKind, tampering: Tampering, changes: Partial<SimulationOptions> = {}) {
  return (): Partial<SimulationOptions> => ({
    start: freshStart,
    faultsMax: 0,
    safetyUs: 45_000,
    workload: { ...defaultSimulation.workload, thinkUs: 800 },
    reshaping: { kind, fromUs: 15_000 },
    tampering,
    ...changes,
  });
}

function hears(change: (message: ControllerMessage) => ControllerMessage): Tampering {
  return { toController: change };
}

/** A controller that believes all log servers to hold the same. */
const blindToSums = hears((message) => {
  const { header } = message;
  if (header.kind !== ringworldKind.listed || header.code !== listOption.sum) return message;
  return { ...message, header: { ...header, ticket: 0, tag: 0 } };
});

/** Changes what log servers tell that they hold. */
function listed(
  change: (entries: ReturnType<typeof decodeListed>) => ReturnType<typeof decodeListed>,
): Tampering {
  return hears((message) =>
    message.header.kind === ringworldKind.listed && message.header.code === listOption.entries
      ? { ...message, payload: encodeListed(change(decodeListed(message.payload))) }
      : message,
  );
}

/** The newest view bears the layout that it leaves, and not the one that it brings. */
function reportsFormerLayout(): Tampering {
  return hears((message) => {
    const { kind, code } = message.header;
    const report = decodeServerReport(message.payload);
    const isReport = kind === ringworldKind.sealed || kind === ringworldKind.surveyed;
    const record = report && decodeViewRecord(report.membership);
    const [former] = record?.former ?? [];
    if (!isReport || code !== 0 || report === undefined || record === undefined || former === undefined)
      return message;
    const membership = encodeViewRecord({ ...record, layout: record.layout.map(() => former), former: [] });
    return { ...message, payload: encodeServerReport({ ...report, membership }) };
  });
}

/** The log servers that a log is on before all of it moves to others, and those. */
function keepersOfMove(): readonly [ReadonlyMap<number, Host>, ReadonlyMap<number, Host>] {
  const whole = parseFabric(ringFabricText(defaultSimulation.fabric), "simulated fabric");
  const [before, after] = filesOf(whole, "moveAway").map(({ replicaSets }) => {
    const keepers = new Set(replicaSets.flatMap(({ servers }) => servers));
    const hosts = whole.hosts.filter(({ name }) => keepers.has(name));
    return new Map(hosts.map((host) => [host.ip, host] as const));
  });
  assert.ok(before && after);
  return [before, after];
}

/** Who installs a view at a log server of the former layout is answered by one of the wanted layout. */
function installsAtWantedOnly(): Tampering {
  const [before, after] = keepersOfMove();
  const [other] = after.values();
  assert.ok(other);
  return {
    controller: (effect) => {
      if (effect.kind !== "send" || effect.message.header.kind !== ringworldKind.install) return effect;
      const isMoving = (decodeViewRecord(effect.message.payload)?.layout[0] ?? []).includes(other.name);
      if (!isMoving || !before.has(effect.message.destination)) return effect;
      return { ...effect, switch: other.switch, message: { ...effect.message, destination: other.ip } };
    },
  };
}

/** A controller that does not look at log servers that are in no replica set of its file. */
function blindToOthers(): Tampering {
  const [before] = keepersOfMove();
  return hears((message) => {
    const { kind, code } = message.header;
    const report = decodeServerReport(message.payload);
    const isReport = kind === ringworldKind.sealed || kind === ringworldKind.surveyed;
    if (!isReport || code !== 0 || report === undefined || !before.has(message.source)) return message;
    const empty = { ...report, installedView: 0, start: 0n, witness: 0n, settled: 0n, largest: 0n };
    return { ...message, payload: encodeServerReport({ ...empty, membership: new Uint8Array(0) }) };
  });
}

const canaries: readonly Canary[] = [
  {
    name: "a log is founded on fresh log servers while others have one",
    plant: moving("replaceAll", blindToOthers(), { fabric: defaultSimulation.fabric }),
    rules: lossRules,
  },
  {
    name: "what was copied to those who are to keep a stripe is not verified",
    plant: moving("addSet", blindToSums),
    rules: lossRules,
  },
  {
    name: "log servers tell a controller that changes the layout of no entries",
    plant: moving(
      "addSet",
      listed(() => []),
    ),
    rules: lossRules,
  },
  {
    name: "only the newest entries are copied",
    plant: moving(
      "removeRack",
      listed((entries) => entries.filter(({ index }) => index > 40n)),
    ),
    rules: lossRules,
  },
  {
    name: "values of one stripe are copied as junk",
    plant: moving("moveAround", {
      controller: (effect) => {
        if (effect.kind !== "send" || effect.message.header.kind !== ringworldKind.restore) return effect;
        const { message } = effect;
        return indexOf(message.header) % 16n === 3n
          ? { ...effect, message: { ...message, header: { ...message.header, tag: 0 } } }
          : effect;
      },
    }),
    rules: lossRules,
  },
  {
    name: "the record of a view that moves the log names the layout that it leaves",
    plant: moving("moveAround", reportsFormerLayout(), { faultsMax: 30, safetyUs: 60_000 }),
    rules: lossRules,
  },
];

testCanaries(canaries);

/** All log servers to which the log has moved are away when a new life of the controller looks for it. */
function abandoned(tampering: Tampering = {}): SimulationOptions {
  const [, after] = keepersOfMove();
  const away = [...after.values()].map(
    ({ name }): Fault => ({ kind: "crash", node: name, fromUs: 45_000, untilUs: 95_000 }),
  );
  const reborn: Fault = { kind: "crash", node: "controller", fromUs: 45_000, untilUs: 46_000 };
  return smallRun(1, {
    ...moving("moveAway", tampering)(),
    fabric: defaultSimulation.fabric,
    safetyUs: 100_000,
    livenessUs: 400_000,
    faults: [...away, reborn],
  });
}

test("found: a view that moves the log is installed at majorities of the wanted sets only", (context) => {
  assert.equal(describeRun(runSeed(abandoned())), "", "without the bug nothing is lost");
  const broken = runSeed(abandoned(installsAtWantedOnly()));
  context.diagnostic(describeRun(broken).slice(0, 300));
  assert.ok(broken.violations.some(({ rule }) => lossRules.includes(rule)));
});
