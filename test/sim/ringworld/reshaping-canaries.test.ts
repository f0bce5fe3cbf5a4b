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
  filesOf,
  freshStart,
  type ReshapingKind,
  type Rule,
  ringFabricText,
  type SimulationOptions,
  type Tampering,
} from "../../../src/sim/index.js";
import {
  decodeViewRecord,
  encodeViewRecord,
  parseFabric,
} from "../../../src/sim/ringworld/controller-logic.js";
import { indexOf, ringworldKind } from "../../../src/wire/index.js";
import { type Canary, testCanaries } from "./canary.js";

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

/** The log servers that a log is on before all of it moves to others. */
function addressesBefore(): ReadonlySet<number> {
  const whole = parseFabric(ringFabricText(defaultSimulation.fabric), "simulated fabric");
  const [before] = filesOf(whole, "replaceAll");
  const keepers = new Set(before?.replicaSets.flatMap(({ servers }) => servers));
  return new Set(whole.hosts.filter(({ name }) => keepers.has(name)).map(({ ip }) => ip));
}

/** A controller that does not look at log servers that are in no replica set of its file. */
function blindToOthers(): Tampering {
  const before = addressesBefore();
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
    plant: moving("moveAround", reportsFormerLayout(), { faultsMax: 20 }),
    rules: lossRules,
  },
];

testCanaries(canaries);
