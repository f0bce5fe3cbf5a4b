import type { History, KeyedInput, RegisterOutput } from "../../../src/sim/index.js";
import {
  keyText,
  type ObjectPlace,
  type Outcome,
  type StartOperation,
  type VivaceClient,
} from "../../../src/vivace/index.js";
import { textOf } from "../support/show.js";
import type { VivaceWorld } from "./vivace-world.js";

/** Whom a recording client works for. */
export interface Recorded {
  readonly world: VivaceWorld;
  readonly client: string;
  readonly history: History<KeyedInput, RegisterOutput>;
  /** Codes of operations that failed, with how often they did. */
  readonly failures: Map<string, number>;
}

/**
 * One life of a client of a world, under a store and its directory: whatever they ask of the replicas, metadata of
 * containers too, is in the history.
 */
export class RecordingClient implements Pick<VivaceClient, "read" | "write" | "execute"> {
  readonly #recorded: Recorded;

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
  }

  read(place: ObjectPlace): Promise<Uint8Array | undefined> {
    return this.#record({ kind: "read", key: keyText(place.key) }, (core, number, time) =>
      core.read(number, place, time),
    );
  }

  async write(place: ObjectPlace, value: Uint8Array): Promise<void> {
    await this.#record(
      { kind: "write", key: keyText(place.key), value: textOf(value) },
      (core, number, time) => core.write(number, place, value, time),
    );
  }

  /** The history's model of the only command, `swap`: the argument becomes the state. */
  async execute(place: ObjectPlace, name: string, argument: Uint8Array): Promise<Uint8Array> {
    const input = { kind: "modify", key: keyText(place.key), change: () => textOf(argument) } as const;
    const call = { name, argument };
    const result = await this.#record(input, (core, number, time) => core.execute(number, place, call, time));
    return result ?? new Uint8Array(0);
  }

  #record(input: KeyedInput, start: StartOperation): Promise<Uint8Array | undefined> {
    const { world, client, history, failures } = this.#recorded;
    const id = history.call(`${client} ${history.operations.length}`, input);
    return new Promise((resolve, reject) => {
      world.begin(client, start, (outcome) => {
        if (outcome.kind === "done") {
          history.complete(id, outputOf(input, outcome));
          resolve(outcome.value);
        } else {
          const { code } = outcome.error;
          failures.set(code, (failures.get(code) ?? 0) + 1);
          reject(outcome.error);
        }
      });
    });
  }
}

/** What an operation told its caller; a command tells what it found, after a 1, or a 0 when there was nothing. */
function outputOf(input: KeyedInput, { value }: Extract<Outcome, { kind: "done" }>): RegisterOutput {
  if (input.kind === "write") return {};
  if (input.kind === "read") return { value: value && textOf(value) };
  return { value: value?.[0] === 1 ? textOf(value.subarray(1)) : undefined };
}
