import {
  decodeListed,
  decodeServerReport,
  encodeListed,
  encodeServerReport,
  listOption,
} from "../../../src/ringworld/index.js";
import type { SimulationOptions, Tampering } from "../../../src/sim/index.js";
import type { ViewEffect } from "../../../src/sim/ringworld/controller-logic.js";
import {
  decodeFrame,
  encodeFrame,
  indexFields,
  indexOf,
  type RingWorldHeader,
  type RingWorldKindName,
  ringworldKind,
} from "../../../src/wire/index.js";
import { type Canary, restless, testCanaries } from "./canary.js";

function planted(tampering: Tampering, changes: Partial<SimulationOptions> = restless) {
  return (): Partial<SimulationOptions> => ({ ...changes, tampering });
}

type Change = (header: RingWorldHeader) => Partial<RingWorldHeader>;

/** Changes messages of one kind that the controller sends. */
function controllerSends(kind: RingWorldKindName, change: Change): Tampering {
  return {
    controller: (effect) => {
      if (effect.kind !== "send" || effect.message.header.kind !== ringworldKind[kind]) return effect;
      const { message } = effect;
      return { ...effect, message: { ...message, header: { ...message.header, ...change(message.header) } } };
    },
  };
}

/** Changes the reports that the controller hears. */
function controllerHears(
  change: (report: NonNullable<ReturnType<typeof decodeServerReport>>) => object,
): Tampering {
  return {
    toController: (message) => {
      const { kind, code } = message.header;
      const report = decodeServerReport(message.payload);
      const isReport = kind === ringworldKind.sealed || kind === ringworldKind.surveyed;
      if (!isReport || code !== 0 || report === undefined) return message;
      return { ...message, payload: encodeServerReport({ ...report, ...change(report) }) };
    },
  };
}

/** Changes what log servers tell that they hold. */
function controllerIsTold(
  change: (entries: ReturnType<typeof decodeListed>) => ReturnType<typeof decodeListed>,
): Tampering {
  return {
    toController: (message) =>
      message.header.kind === ringworldKind.listed
        ? { ...message, payload: encodeListed(change(decodeListed(message.payload))) }
        : message,
  };
}

/** Changes frames that log servers, or clients, receive. */
function changeFrames(change: Change): (frame: Uint8Array) => Uint8Array {
  return (frame) => {
    const decoded = decodeFrame(frame);
    if (!decoded.ok) return frame;
    const { ringworld } = decoded.frame;
    return encodeFrame({ ...decoded.frame, ringworld: { ...ringworld, ...change(ringworld) } });
  };
}

const canaries: readonly Canary[] = [
  {
    name: "a view begins at the start of the log",
    plant: planted(controllerSends("token", () => ({ index_hi: 0, index_lo: 0 }))),
    rules: [
      "not-everywhere",
      "append-not-durable",
      "tail-back",
      "index-order",
      "not-finished",
      "two-tokens",
      "not-linearizable",
      "operation-failed",
    ],
  },
  {
    name: "a view begins below what was answered",
    plant: planted(controllerSends("install", (header) => indexFields(indexOf(header) / 2n))),
    rules: [
      "not-everywhere",
      "append-not-durable",
      "append-lost",
      "tail-back",
      "index-order",
      "not-linearizable",
      "two-values",
      "cursor-hole",
      "not-finished",
    ],
  },
  {
    name: "a view begins one index too low",
    plant: planted({
      controller: (effect) => {
        if (effect.kind !== "send") return effect;
        const { header } = effect.message;
        if (header.kind !== ringworldKind.token || indexOf(header) === 0n) return effect;
        const lower = { ...header, ...indexFields(indexOf(header) - 1n) };
        return { ...effect, message: { ...effect.message, header: lower } };
      },
    }),
    rules: [
      "not-everywhere",
      "append-not-durable",
      "tail-back",
      "index-order",
      "not-linearizable",
      "not-finished",
    ],
  },
  {
    name: "the controller believes that everything is settled",
    plant: planted(controllerHears(({ largest }) => ({ settled: largest }))),
    rules: [
      "not-everywhere",
      "append-not-durable",
      "cursor-hole",
      "append-lost",
      "not-finished",
      "not-linearizable",
      "two-values",
    ],
  },
  {
    name: "the controller is told of no entries",
    plant: planted(controllerIsTold(() => [])),
    rules: [
      "not-everywhere",
      "append-not-durable",
      "two-values",
      "append-lost",
      "tail-back",
      "index-order",
      "not-linearizable",
    ],
  },
  {
    name: "the controller is told of every other entry",
    plant: planted(controllerIsTold((entries) => entries.filter((_, at) => at % 2 === 0))),
    rules: [
      "not-everywhere",
      "append-not-durable",
      "append-lost",
      "tail-back",
      "index-order",
      "not-linearizable",
      "two-values",
    ],
  },
  {
    name: "the controller takes every entry for junk",
    plant: planted(controllerIsTold((entries) => entries.map((entry) => ({ ...entry, tag: 0 })))),
    rules: ["not-everywhere", "append-not-durable", "append-lost", "two-values", "not-linearizable"],
  },
  {
    name: "the controller takes every entry for an old one",
    plant: planted(controllerIsTold((entries) => entries.map((entry) => ({ ...entry, view: 0 })))),
    rules: [
      "not-everywhere",
      "append-not-durable",
      "append-lost",
      "two-values",
      "index-order",
      "tail-back",
      "not-linearizable",
    ],
  },
  {
    name: "the controller restores a value under another index",
    plant: planted(
      controllerSends("restore", (header) => (header.tag === 0 ? {} : indexFields(indexOf(header) + 16n))),
    ),
    rules: [
      "not-everywhere",
      "append-not-durable",
      "append-lost",
      "cursor-hole",
      "two-values",
      "not-linearizable",
      "not-finished",
      "append-twice",
    ],
  },
  {
    name: "the controller fills with junk what a log server held",
    plant: planted(controllerSends("restore", (header) => (header.code === 0 ? { tag: 0 } : {}))),
    rules: ["not-everywhere", "append-not-durable", "append-lost", "two-values", "not-linearizable"],
  },
  {
    name: "commit cursors begin too far",
    plant: planted(controllerSends("setLane", ({ sequence }) => ({ sequence: sequence + 3 }))),
    rules: [
      "not-everywhere",
      "append-not-durable",
      "cursor-hole",
      "not-finished",
      "cursor-stuck",
      "cursor-back",
    ],
  },
  {
    name: "a switch that is loaded anew keeps its registers",
    plant: planted({ switches: "keepRegisters" }),
    rules: [
      "not-everywhere",
      "append-not-durable",
      "two-tokens",
      "not-finished",
      "append-lost",
      "cursor-hole",
      "cursor-back",
      "index-order",
      "tail-back",
    ],
  },
  {
    name: "a client takes the grants of an old view for those of the new one",
    plant: planted({
      toClient: changeFrames((header) => (header.kind === ringworldKind.grant ? { view: 3 } : {})),
    }),
    rules: [
      "not-everywhere",
      "append-not-durable",
      "index-order",
      "tail-back",
      "not-finished",
      "not-linearizable",
      "append-lost",
    ],
  },
  {
    name: "log servers that were away are not brought up to date",
    plant: planted({ controller: (effect) => (isSumQuestion(effect) ? undefined : effect) }),
    rules: ["not-everywhere", "append-not-durable"],
  },
  {
    name: "log servers that lost different entries are taken for equal",
    plant: planted({
      toController: (message) => {
        const { header } = message;
        if (header.kind !== ringworldKind.listed || header.code !== listOption.sum) return message;
        return { ...message, header: { ...header, ticket: 0, tag: 0 } };
      },
    }),
    rules: ["not-everywhere", "append-not-durable"],
  },
];

/** Whether a controller asks for the sum over what a log server holds. */
function isSumQuestion(effect: ViewEffect): boolean {
  if (effect.kind !== "send") return false;
  const { kind, code } = effect.message.header;
  return kind === ringworldKind.list && code === listOption.sum;
}

testCanaries(canaries);
