import { concatBytes, type Random, randomFraction } from "../../base/index.js";
import type { Command, ObjectPlace, Outcome } from "../../vivace/index.js";
import type { WanBytes } from "./site-network.js";
import { type Congestion, StoreWorld, type WorldSetting } from "./store-world.js";

/** What the client does again and again. */
export type MeasuredOperation = "read" | "write" | "execute";

/** One experiment: a client does one kind of operation, one after the other. */
export interface Experiment extends WorldSetting {
  readonly operation: MeasuredOperation;
  readonly operations: number;
  readonly valueBytes: number;
  readonly congestion?: Congestion | undefined;
}

/** What an experiment has shown. */
export interface Measured {
  /** Of every operation, in the order of the operations. */
  readonly latenciesUs: readonly number[];
  readonly failures: number;
  /** Of the latencies, how many were still growing when time was up; absent: none. */
  readonly unfinished?: number;
  /** What crossed between the sites meanwhile. */
  readonly wanBytes: WanBytes;
}

/** The longest pause between two operations: random, so that they do not keep step with the flood's packets. */
export const pauseMaxUs = 20_000;
const warmUpUs = 3_000_000;

const replace: Command = (state = new Uint8Array(0), argument) => ({ state: argument, result: state });

/** Runs an experiment of section 6.3 of the paper in simulated time. */
export function runExperiment(experiment: Experiment): Measured {
  return new Measurement(experiment).measure();
}

class Measurement {
  readonly #world: StoreWorld;
  readonly #experiment: Experiment;
  readonly #pauses: Random;
  readonly #latenciesUs: number[] = [];
  #failures = 0;

  constructor(experiment: Experiment) {
    this.#experiment = experiment;
    this.#world = new StoreWorld(experiment, new Map([["replace", replace]]));
    this.#pauses = this.#world.streams.stream("pauses");
  }

  measure(): Measured {
    const { operations, congestion } = this.#experiment;
    const { simulation } = this.#world;
    this.#perform(this.#experiment.operation === "execute" ? "execute" : "write", () => undefined);
    simulation.runUntil(warmUpUs / 2);
    if (congestion !== undefined) this.#world.flood(congestion);
    simulation.runUntil(warmUpUs);
    const before = this.#world.wanBytes;
    this.#latenciesUs.length = 0;
    this.#next();
    const isDone = () => this.#latenciesUs.length + this.#failures >= operations;
    while (!isDone()) simulation.runUntil(simulation.nowUs() + 1_000_000, isDone);
    const wanBytes = bytesSince(before, this.#world.wanBytes);
    return { latenciesUs: this.#latenciesUs, failures: this.#failures, wanBytes };
  }

  #next(): void {
    this.#perform(this.#experiment.operation, () => {
      if (this.#latenciesUs.length + this.#failures < this.#experiment.operations) {
        this.#world.simulation.schedule(randomFraction(this.#pauses) * pauseMaxUs, () => this.#next());
      }
    });
  }

  #perform(operation: MeasuredOperation, ended: () => void): void {
    const { simulation, client } = this.#world;
    const begunUs = simulation.nowUs();
    const value = new Uint8Array(this.#experiment.valueBytes).fill(this.#latenciesUs.length);
    const place = this.#placeOf(operation === "execute" ? "timeline" : "post");
    const end = (outcome: Outcome) => {
      if (outcome.kind === "done") this.#latenciesUs.push(simulation.nowUs() - begunUs);
      else this.#failures += 1;
      ended();
    };
    client.begin((core, number, time) => {
      if (operation === "read") return core.read(number, place, time);
      if (operation === "write") return core.write(number, place, value, time);
      return core.execute(number, place, { name: "replace", argument: value }, time);
    }, end);
  }

  #placeOf(name: string): ObjectPlace {
    return { key: keyOf(name), ...this.#world.sets };
  }
}

/** What has crossed between two readings. */
export function bytesSince(before: WanBytes, after: WanBytes): WanBytes {
  return { priority: after.priority - before.priority, bulk: after.bulk - before.bulk };
}

/** A key of 16 bytes, as in the paper. */
export function keyOf(name: string): Uint8Array {
  const text = Uint8Array.from(name, (character) => character.charCodeAt(0));
  return concatBytes([text, new Uint8Array(16 - text.length)]);
}
