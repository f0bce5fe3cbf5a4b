import { type Random, randomBelow, randomFraction } from "../../base/index.js";
import { SimNode } from "../kernel/node.js";
import { type RandomStreams, randomStreams } from "../kernel/random-streams.js";
import { Simulation } from "../kernel/simulation.js";
import { Transcript } from "../kernel/transcript.js";
import { type Fabric, parseFabric } from "./controller-logic.js";
import { ringFabricText } from "./fabric-text.js";
import type { SimulationOptions } from "./options.js";
import { filesOf } from "./reshaping.js";

/** What every part of a world stands on. */
export class Foundation {
  readonly options: SimulationOptions;
  readonly simulation = new Simulation();
  readonly streams: RandomStreams;
  readonly transcript: Transcript;
  /** Everything that is ever there. */
  readonly fabric: Fabric;
  /** The fabric files, one after the other. */
  readonly files: readonly [Fabric, ...Fabric[]];
  readonly #chances: Random;

  constructor(options: SimulationOptions) {
    this.options = options;
    this.streams = randomStreams(options.seed);
    this.#chances = this.streams.stream("world");
    this.transcript = new Transcript(this.simulation, { keepLines: options.keepLines });
    this.fabric = parseFabric(ringFabricText(options.fabric), "simulated fabric");
    const [first = this.fabric, ...rest] = filesOf(this.fabric, options.reshaping?.kind);
    this.files = [first, ...rest];
  }

  /** A machine with a clock of its own: any zero, and up to 100 parts in a million too fast or too slow. */
  node(name: string): SimNode {
    const originUs = randomBelow(this.#chances, 1e9);
    const rate = 1 + (randomFraction(this.#chances) - 0.5) * 2e-4;
    return new SimNode(this.simulation, name, { originUs, rate });
  }
}
