import type { Storage } from "../../../src/io/index.js";
import {
  decodeIndices,
  encodeIndices,
  LogServerCore,
  type LogServerEffect,
  type Message,
  outgoing,
} from "../../../src/ringworld/index.js";
import { defaultSimulation, type SimulationOptions, type Tampering } from "../../../src/sim/index.js";
import { decodeFrame, encodeFrame, type RingWorldKindName, ringworldKind } from "../../../src/wire/index.js";
import { type Canary, testCanaries } from "./canary.js";

/** Worlds in which clients trim while others read. */
const trimming: Partial<SimulationOptions> = {
  safetyUs: 60_000,
  workload: { ...defaultSimulation.workload, appends: 6, reads: 4, tails: 0, trims: 1, thinkUs: 1000 },
};

function planted(tampering: Tampering) {
  return (): Partial<SimulationOptions> => ({ ...trimming, tampering });
}

/** A log server hears another bound in messages of a kind. */
function hears(kind: RingWorldKindName, change: (bound: bigint) => bigint): Tampering {
  return {
    toLogServer: (frame) => {
      const decoded = decodeFrame(frame);
      if (!decoded.ok || decoded.frame.ringworld.kind !== ringworldKind[kind]) return frame;
      const [bound = 0n] = decodeIndices(decoded.frame.payload);
      return encodeFrame({ ...decoded.frame, payload: encodeIndices([change(bound)]) });
    },
  };
}

/** A log server that answers a trim, and does nothing about it. */
class ForgetfulCore extends LogServerCore {
  override step(message: Message): readonly LogServerEffect[] {
    const { header } = message;
    if (header.kind !== ringworldKind.forget) return super.step(message);
    return [{ kind: "send", message: outgoing(header.reply_to, "trimmed", { ...header, code: 0 }) }];
  }
}

/** A storage that frees what it should not, or not what it should. */
function releasing(storage: Storage, change: (before: number) => number): Storage {
  return {
    append: (header, body, done) => storage.append(header, body, done),
    read: (position, receive) => storage.read(position, receive),
    release: (before) => storage.release(change(before)),
    close: () => storage.close(),
  };
}

const canaries: readonly Canary[] = [
  {
    name: "a log server trims three entries too many",
    plant: planted(hears("forget", (bound) => bound + 3n)),
    rules: ["trimmed-too-much", "append-lost"],
  },
  {
    name: "log servers say that they have trimmed, and have not",
    plant: planted({ logServerCore: () => new ForgetfulCore() }),
    rules: ["trim-undone"],
  },
  {
    name: "storage frees more than what is trimmed",
    plant: planted({
      storage: (storage) => releasing(storage, (before) => before + 2000),
    }),
    rules: ["append-lost", "append-not-durable", "not-finished", "cursor-hole", "not-linearizable"],
  },
];

testCanaries(canaries);
