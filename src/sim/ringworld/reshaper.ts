import type { Fabric } from "./controller-logic.js";
import type { Foundation } from "./foundation.js";
import type { ReplicaMap } from "./replica-map.js";
import type { SimController } from "./sim-controller.js";

/** Between two looks at how far a change is. */
const lookUs = 500;

/** What of a world changes with its fabric. */
export interface Reshaped {
  /** Who is told of a new file at once, and is asked whether it is in force. */
  readonly controller: SimController;
  /** Who reads the new file, too. */
  readonly others: readonly SimController[];
  readonly replicas: ReplicaMap;
  /** A machine is not of the fabric any more. */
  leave(machine: string): void;
}

/** Changes the fabric of a world: each file takes the place of the one before when that is in force as it stands. */
export class Reshaper {
  readonly #foundation: Foundation;
  readonly #world: Reshaped;
  #at = 0;

  constructor(foundation: Foundation, world: Reshaped) {
    this.#foundation = foundation;
    this.#world = world;
  }

  start(): void {
    const { simulation, options, files } = this.#foundation;
    if (files.length > 1) simulation.schedule(options.reshaping?.fromUs ?? 0, () => this.#next());
  }

  /** Whether the last file is in force. */
  get isDone(): boolean {
    const { files } = this.#foundation;
    return files.length === 1 || (this.#at === files.length - 1 && this.#world.controller.isSettled);
  }

  /** How far it is, for reports. */
  get progress(): string {
    return `file ${this.#at + 1} of ${this.#foundation.files.length}`;
  }

  #next(): void {
    const { simulation, files, transcript } = this.#foundation;
    const before = files[this.#at];
    const file = files[this.#at + 1];
    if (before === undefined || file === undefined) return;
    if (this.#at > 0 && !this.#world.controller.isSettled) {
      simulation.schedule(lookUs, () => this.#next());
      return;
    }
    this.#at += 1;
    transcript.add("fabric", this.progress);
    this.#world.replicas.mayKeep(file);
    for (const each of [this.#world.controller, ...this.#world.others]) each.changeFabric(file);
    for (const name of machinesOf(before)) if (!machinesOf(file).includes(name)) this.#world.leave(name);
    simulation.schedule(lookUs, () => this.#next());
  }
}

function machinesOf({ hosts, switches }: Fabric): readonly string[] {
  return [...hosts, ...switches].map(({ name }) => name);
}
