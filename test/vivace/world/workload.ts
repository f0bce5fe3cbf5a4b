import { CodedError, type Random, randomBelow, randomFraction } from "../../../src/base/index.js";
import type { History, KeyedInput, RegisterOutput } from "../../../src/sim/index.js";
import { type ContainerMetadata, VivaceStore } from "../../../src/vivace/index.js";
import { bytesOf } from "../support/show.js";
import { RecordingClient } from "./recording-client.js";
import type { VivaceWorld } from "./vivace-world.js";

/** What the processes of a run do. */
export interface WorkloadOptions {
  readonly rwKeys: number;
  readonly rmwKeys: number;
  /** The longest pause between two operations of a client. */
  readonly thinkUs: number;
  /** Made at the beginning by one client, while the others work already. */
  readonly containers: ReadonlyMap<string, ContainerMetadata>;
}

/** An object: container `rw` or `rmw`, and a number. */
export type ObjectName = readonly [container: "rw" | "rmw", name: string];

/** All objects of a workload. */
export function objectsOf({ rwKeys, rmwKeys }: WorkloadOptions): readonly ObjectName[] {
  return [
    ...Array.from({ length: rwKeys }, (_, at): ObjectName => ["rw", `${at}`]),
    ...Array.from({ length: rmwKeys }, (_, at): ObjectName => ["rmw", `${at}`]),
  ];
}

/** One client's sequence of random operations on a store, recorded as its caller sees them. */
export class Workload {
  /** Codes of operations that failed, with how often they did. */
  readonly failures = new Map<string, number>();
  readonly #world: VivaceWorld;
  readonly #client: string;
  readonly #history: History<KeyedInput, RegisterOutput>;
  readonly #options: WorkloadOptions;
  readonly #random: Random;
  #hasFounded: boolean;
  #store: VivaceStore | undefined;
  #values = 0;
  #lives = 0;
  #isUnderWay = false;
  #isStopped = false;

  /** The founder makes the containers. */
  constructor(
    world: VivaceWorld,
    client: string,
    history: History<KeyedInput, RegisterOutput>,
    options: WorkloadOptions,
    isFounder: boolean,
  ) {
    this.#world = world;
    this.#client = client;
    this.#history = history;
    this.#options = options;
    this.#hasFounded = !isFounder;
    this.#random = world.streams.stream(`workload ${client}`);
  }

  /** Whether there is something to wait for: an operation, or containers that are not there yet. */
  get isUnderWay(): boolean {
    return this.#isUnderWay || !this.#hasFounded;
  }

  /** Begins anew, with an empty cache; call it whenever the client's machine has started. */
  start(): void {
    this.#lives += 1;
    this.#isUnderWay = false;
    this.#store = this.#newStore();
    void this.#work(this.#store, this.#lives);
  }

  /** Lets the operation under way end, and begins no more. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Looks at an object, by a command where that is needed; whether that succeeded. */
  read([container, name]: ObjectName): Promise<boolean> {
    return this.#perform(async (store) => {
      if (container === "rw") await store.read(container, name);
      else await this.#swap(store, name);
    });
  }

  #newStore(): VivaceStore {
    const recorded = {
      world: this.#world,
      client: this.#client,
      history: this.#history,
      failures: this.failures,
    };
    const { site, directory } = this.#world.home(this.#client);
    return new VivaceStore({ client: new RecordingClient(recorded), site, directory });
  }

  async #work(store: VivaceStore, life: number): Promise<void> {
    if (!this.#hasFounded) await this.#found(store, life);
    while (!this.#isStopped && life === this.#lives) {
      await this.#perform(() => this.#anything(store));
      await this.#world.sleep(randomFraction(this.#random) * this.#options.thinkUs);
    }
  }

  /** Makes the containers, however long it takes. */
  async #found(store: VivaceStore, life: number): Promise<void> {
    for (const [name, metadata] of this.#options.containers) {
      while (life === this.#lives) {
        if (await this.#perform(() => store.createContainer(name, metadata))) break;
        await this.#world.sleep(randomFraction(this.#random) * this.#options.thinkUs);
      }
    }
    this.#hasFounded ||= life === this.#lives;
  }

  /** Performs one operation; whether it succeeded. An operation of a machine that crashes never ends. */
  async #perform(operate: (store: VivaceStore) => Promise<void>): Promise<boolean> {
    const { store, life } = { store: this.#store, life: this.#lives };
    if (store === undefined) return false;
    this.#isUnderWay = true;
    try {
      await operate(store);
      return true;
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return false;
    } finally {
      if (life === this.#lives) this.#isUnderWay = false;
    }
  }

  async #anything(store: VivaceStore): Promise<void> {
    const objects = objectsOf(this.#options);
    const [container, name] = objects[randomBelow(this.#random, objects.length)] ?? ["rw", "0"];
    if (container === "rmw") await this.#swap(store, name);
    else if (randomBelow(this.#random, 2) === 0) await store.read(container, name);
    else await store.write(container, name, this.#newValue());
  }

  async #swap(store: VivaceStore, name: string): Promise<void> {
    await store.execute("rmw", name, "swap", this.#newValue());
  }

  #newValue(): Uint8Array {
    this.#values += 1;
    return bytesOf(`${this.#client}-${this.#values}`);
  }
}
