import { assert, type Random, randomFraction } from "../../base/index.js";
import type { RecordVisitor, Storage } from "../../io/index.js";
import type { Life } from "../kernel/node.js";
import type { Simulation } from "../kernel/simulation.js";
import { Medium } from "./medium.js";
import { SimStorage } from "./sim-storage.js";

/** How long a disk takes, and what a crash does to it. */
export interface DiskOptions {
  readonly syncUs: number;
  /** A sync may take up to this much longer. */
  readonly syncJitterUs: number;
  readonly readUs: number;
  /** Probability that a crash leaves a part of the first record that it does not leave whole. */
  readonly tearing: number;
}

/** A fast solid-state disk. */
export const solidStateDisk: DiskOptions = { syncUs: 40, syncJitterUs: 40, readUs: 10, tearing: 0.5 };

/**
 * The disk of one node. It outlives the node's lives: `open` gives the program of a life the records that the lives
 * before it left, `crash` loses what was not synced.
 */
export class SimDisk {
  readonly medium = new Medium();
  readonly #simulation: Simulation;
  readonly #random: Random;
  readonly #options: DiskOptions;
  #slowness = 1;
  #storage: SimStorage | undefined;

  constructor(simulation: Simulation, random: Random, options: DiskOptions) {
    this.#simulation = simulation;
    this.#random = random;
    this.#options = options;
  }

  /** Makes syncs and reads that begin from now on take `slowness` times as long. */
  setSlowness(slowness: number): void {
    assert(slowness > 0, `a slowness of ${slowness}`);
    this.#slowness = slowness;
  }

  /** Opens the disk for one life; `visit` sees every record that is left. */
  open(life: Life, visit: RecordVisitor): Storage {
    this.medium.recover();
    for (const { header, position, body } of this.medium.kept) visit(header, position, body.length);
    const after = (delayUs: number, done: () => void) => {
      this.#simulation.schedule(delayUs * this.#slowness, life.guard(done));
    };
    const { syncUs, syncJitterUs, readUs } = this.#options;
    this.#storage = new SimStorage(this.medium, {
      sync: (done) => after(syncUs + randomFraction(this.#random) * syncJitterUs, done),
      read: (done) => after(readUs, done),
    });
    return this.#storage;
  }

  /** Makes the disk of the current life fail: every write from now on ends with an error. */
  fail(): void {
    this.#storage?.fail(new Error("the disk has failed"));
  }

  /** What a crash of the node does to its disk; call it with `SimNode.crash`. */
  crash(): void {
    this.#storage = undefined;
    this.medium.crash(this.#random, this.#options.tearing);
  }
}
