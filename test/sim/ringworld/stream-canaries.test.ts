import { defaultSimulation, type SimulationOptions } from "../../../src/sim/index.js";
import { decodeFrame, encodeFrame, ringworldKind } from "../../../src/wire/index.js";
import { type Canary, testCanaries } from "./canary.js";

/** Worlds whose clients read streams. */
const reading: Partial<SimulationOptions> = {
  faultsMax: 4,
  workload: { ...defaultSimulation.workload, appends: 4, reads: 2, tails: 1, feeds: 6, thinkUs: 1000 },
};

/** Changes the streams that clients are told of. */
function toldOfStreams(
  kind: "mark" | "feed",
  change: (stream: number) => number,
): Partial<SimulationOptions> {
  const toClient = (frame: Uint8Array): Uint8Array => {
    const decoded = decodeFrame(frame);
    if (!decoded.ok || decoded.frame.ringworld.kind !== ringworldKind[kind]) return frame;
    const { ringworld } = decoded.frame;
    return encodeFrame({ ...decoded.frame, ringworld: { ...ringworld, stream: change(ringworld.stream) } });
  };
  return { ...reading, tampering: { toClient } };
}

const canaries: readonly Canary[] = [
  {
    name: "marks name another stream than the entry's",
    plant: () => toldOfStreams("mark", (stream) => 1 + (stream % 3)),
    rules: ["wrong-stream"],
  },
  {
    name: "the entries of stream 1 come as those of stream 3",
    plant: () => toldOfStreams("feed", (stream) => (stream === 1 ? 3 : stream)),
    rules: ["wrong-stream"],
  },
];

testCanaries(canaries);
