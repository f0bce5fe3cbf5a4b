import { defaultSimulation, type SimulationOptions, type Tampering } from "../../../src/sim/index.js";
import { decodeFrame, encodeFrame, ringworldKind } from "../../../src/wire/index.js";
import { ForgetfulRetry, MixedPlaces, OneStream } from "./broken-packers.js";
import { type Canary, testCanaries } from "./canary.js";

/** Worlds in which most appends wait for others, and are packed. */
const packing: Partial<SimulationOptions> = {
  client: { ...defaultSimulation.client, packEntriesMax: 20, partialPacksMax: 1 },
  workload: {
    ...defaultSimulation.workload,
    workersPerClient: 8,
    thinkUs: 500,
    appends: 8,
    reads: 3,
    together: 2,
    valueBytesMax: 100,
  },
};

function planted(tampering: Tampering, changes: Partial<SimulationOptions> = {}) {
  return (): Partial<SimulationOptions> => ({ ...packing, ...changes, tampering });
}

/** Log servers are told that a pack which a view change writes once more is one entry. */
function forgetsEntries(frame: Uint8Array): Uint8Array {
  const decoded = decodeFrame(frame);
  if (!decoded.ok || decoded.frame.ringworld.kind !== ringworldKind.restore) return frame;
  return encodeFrame({ ...decoded.frame, ringworld: { ...decoded.frame.ringworld, entries: 0 } });
}

const canaries: readonly Canary[] = [
  {
    name: "a client tells the callers of a pack each other's places",
    plant: planted({ clientCore: (...parts) => new MixedPlaces(...parts) }),
    rules: ["append-not-durable", "not-linearizable"],
  },
  {
    name: "a pack that is sent again lacks one of its entries",
    plant: planted({ clientCore: (...parts) => new ForgetfulRetry(...parts) }),
    rules: ["append-not-durable", "append-lost", "two-values"],
  },
  {
    name: "a client packs entries of different streams",
    plant: planted({ clientCore: (...parts) => new OneStream(...parts) }),
    rules: ["wrong-stream"],
  },
  {
    name: "a view change writes packs as single entries",
    plant: planted({ toLogServer: forgetsEntries }, { faultsMax: 25 }),
    rules: ["append-lost", "append-not-durable", "not-everywhere", "not-finished", "not-linearizable"],
  },
];

testCanaries(canaries);
