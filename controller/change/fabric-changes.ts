import { CodedError } from "../../src/base/index.js";
import type { Timers } from "../../src/io/index.js";
import type { Fabric } from "../fabric/model.js";
import { keepersOf } from "../view/layout.js";
import { checkChange } from "./check.js";
import { differenceOf, isSameFabric } from "./difference.js";
import {
  type FabricParts,
  type FabricStore,
  goalOf,
  presentFabric,
  type StoredFabric,
} from "./stored-fabric.js";

/**
 * How far a change is: what is new is started (`starting`), the log is served with the new replica sets and stripes, for
 * which entries are copied (`moving`), it is served without what leaves (`leaving`), what has left is stopped (`stopping`).
 */
export type ChangeStep = "starting" | "moving" | "leaving" | "stopping";

/** A change that is under way, or that could not be made. */
export interface FabricChange {
  readonly wanted: Fabric;
  readonly step: ChangeStep;
  /** Why it was given up. */
  readonly problem?: CodedError;
}

/** The controller of the switches, as far as changes need it. */
export interface ChangedController {
  /**
   * Takes another fabric; `addresses` are those of its switches.
   *
   * @throws CodedError `LOG-LAYOUT` when the log is not where the fabric looks for it; then nothing has changed
   */
  changeFabric(fabric: Fabric, addresses: ReadonlyMap<string, string>): void;
  /** Whether the log is served as the fabric says that it took last, with all of `newcomers` in the view. */
  isSettled(newcomers: readonly string[]): boolean;
}

export interface FabricChangesOptions {
  readonly stored: StoredFabric;
  readonly store: FabricStore;
  readonly parts: FabricParts;
  /** Runs with what `presentFabric` says of `stored`, and so do the parts. */
  readonly controller: ChangedController;
  /** Those of the switches that run. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly timers: Timers;
  readonly onStep?: (change: FabricChange) => void;
}

/** Between two looks at how far the controller is. */
const lookUs = 20_000;

/**
 * Changes a running fabric into another, in two steps (docs/OPERATIONS.md, Change a running fabric): first what is new
 * joins what is there, then what leaves goes. What is wanted is durable before anything is done, and every step can be
 * done again: a new life of the controller goes on with `resume`.
 *
 * @example
 * const changes = new FabricChanges({ stored, store, parts, controller, timers });
 * changes.resume();
 * changes.want(parseFabric(text, "five-racks.yaml"));
 */
export class FabricChanges {
  readonly #options: FabricChangesOptions;
  #stored: StoredFabric;
  #change: FabricChange | undefined;
  /** Counts changes, and how often they are turned back: what began before goes no further. */
  #turn = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(options: FabricChangesOptions) {
    this.#options = options;
    this.#stored = options.stored;
  }

  /** The fabric that the last completed change made. */
  get inForce(): Fabric {
    return this.#stored.inForce;
  }

  /** What is there: while a change is under way, also what comes and what leaves. */
  get present(): Fabric {
    return presentFabric(this.#stored);
  }

  /** The change that is under way, or the last one if it was given up. */
  get change(): FabricChange | undefined {
    return this.#change;
  }

  get isUnderWay(): boolean {
    return this.#change !== undefined && this.#change.problem === undefined;
  }

  /** Goes on with a change that an earlier life began. */
  resume(): void {
    if (this.#stored.wanted !== undefined) this.#work = this.#exchange(this.#turn, this.#options.addresses);
  }

  /**
   * Begins to change the fabric; what is in force or under way already is not begun again. While a change is under way,
   * the fabric that was in force before turns it back.
   *
   * @throws CodedError `FABRIC-CHANGE-UNDER-WAY` while another change is, or why the fabric cannot become that one
   */
  want(wanted: Fabric): void {
    if (this.#change !== undefined && this.isUnderWay) {
      if (isSameFabric(this.#change.wanted, wanted)) return;
      if (!isSameFabric(this.inForce, wanted)) throw underWay(this.#change.wanted);
      this.#begin({ ...this.#stored, isTurnedBack: true });
      return;
    }
    this.#change = undefined;
    if (isSameFabric(this.inForce, wanted)) return;
    checkChange(this.inForce, wanted);
    this.#options.parts.check(wanted);
    this.#begin({ inForce: this.inForce, wanted });
  }

  /** Leaves a change where it is, for the next life to go on with. */
  async close(): Promise<void> {
    this.#turn = Number.POSITIVE_INFINITY;
    await this.#work;
  }

  #begin(stored: StoredFabric): void {
    this.#store(stored);
    this.#step("starting");
    this.#turn += 1;
    const turn = this.#turn;
    this.#work = this.#work.then(async () => {
      try {
        const addresses = await this.#options.parts.follow(stored);
        await this.#exchange(turn, addresses);
      } catch (error) {
        await this.#giveUp(turn, error);
      }
    });
  }

  /** What is new runs: it joins, and then what leaves goes. */
  async #exchange(turn: number, addresses: ReadonlyMap<string, string>): Promise<void> {
    const goal = goalOf(this.#stored);
    await this.#serveWith(turn, "moving", this.present, addresses);
    await this.#serveWith(turn, "leaving", goal, addresses);
    if (turn !== this.#turn) return;
    this.#store({ inForce: goal });
    this.#step("stopping");
    try {
      await this.#options.parts.follow(this.#stored);
      this.#change = undefined;
    } catch (error) {
      this.#fail("stopping", error);
    }
  }

  /** Resolves when the log is served as `fabric` says. What does not fit the log yet is tried again. */
  async #serveWith(
    turn: number,
    step: ChangeStep,
    fabric: Fabric,
    addresses: ReadonlyMap<string, string>,
  ): Promise<void> {
    if (turn !== this.#turn) return;
    this.#step(step);
    const newcomers = newcomersOf(this.inForce, goalOf(this.#stored));
    const { controller, timers } = this.#options;
    let isTaken = false;
    while (turn === this.#turn) {
      isTaken ||= takes(controller, fabric, addresses);
      if (isTaken && controller.isSettled(newcomers)) return;
      await new Promise<void>((resolve) => timers.schedule(lookUs, resolve));
    }
  }

  /** What is new cannot be had: nothing else has been touched yet. */
  async #giveUp(turn: number, error: unknown): Promise<void> {
    if (turn !== this.#turn) return;
    const { wanted } = this.#stored;
    this.#store({ inForce: this.inForce });
    await this.#options.parts.follow(this.#stored).catch(() => undefined);
    this.#fail("starting", error, wanted);
  }

  #fail(step: ChangeStep, error: unknown, wanted = goalOf(this.#stored)): void {
    this.#change = { wanted, step, problem: codedError(error) };
    this.#options.onStep?.(this.#change);
  }

  #store(stored: StoredFabric): void {
    this.#options.store.write(stored);
    this.#stored = stored;
  }

  #step(step: ChangeStep): void {
    this.#change = { wanted: goalOf(this.#stored), step };
    this.#options.onStep?.(this.#change);
  }
}

/** Switches and log servers that are new, and must be in the view: a log server that is in no replica set is in none. */
function newcomersOf(inForce: Fabric, wanted: Fabric): readonly string[] {
  const { switches, hosts } = differenceOf(inForce, wanted);
  const keepers = keepersOf(wanted);
  return [...switches.added, ...hosts.added.filter((name) => keepers.has(name))];
}

function takes(
  controller: ChangedController,
  fabric: Fabric,
  addresses: ReadonlyMap<string, string>,
): boolean {
  try {
    controller.changeFabric(fabric, addresses);
    return true;
  } catch (error) {
    if (error instanceof CodedError) return false;
    throw error;
  }
}

function underWay({ name }: Fabric): CodedError {
  return new CodedError({
    code: "FABRIC-CHANGE-UNDER-WAY",
    message: `the change to ${name} is under way`,
    help: "Wait until it is done (GET /v1/fabric/change tells how far it is), or turn it back: apply what is in force.",
  });
}

function codedError(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new CodedError({ code: "FABRIC-CHANGE-PARTS", message });
}
