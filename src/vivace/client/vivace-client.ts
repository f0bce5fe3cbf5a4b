import { assert } from "../../base/index.js";
import type { UdpEnd } from "../../wire/index.js";
import { decodeSurvey, type MissingValue, type Survey } from "../protocol/index.js";
import { holding } from "./algorithms/index.js";
import { ClientRunner, type StartOperation, type VivaceClientOptions } from "./client-runner.js";
import type { ObjectPlace } from "./session.js";
import { vivaceError } from "./vivace-error.js";

/** What a replica says when asked whether it holds a value. */
export type Holding = keyof typeof holding;

function holdingName(said: number | undefined): Holding {
  if (said === holding.yes) return "yes";
  if (said === holding.newer) return "newer";
  return said === holding.no ? "no" : "silent";
}

/**
 * A client of the key-value store. Operations on one object by one client change it in the order of the calls.
 *
 * Every operation may fail with a `CodedError`, see `VivaceErrorCode`.
 *
 * @example
 * await client.write(place, value);
 * const read = await client.read(place); // undefined when nothing was ever written
 */
export class VivaceClient {
  readonly #runner: ClientRunner;
  readonly #rejects = new Set<(error: Error) => void>();
  #isClosed = false;

  constructor(options: VivaceClientOptions) {
    this.#runner = new ClientRunner(options);
  }

  /** How many frames arrived that are no Vivace messages to this client. */
  get refusedFrames(): number {
    return this.#runner.refusedFrames;
  }

  /** The value of an RW object; undefined when it was never written. */
  read(place: ObjectPlace): Promise<Uint8Array | undefined> {
    return this.#begin((core, number, time) => core.read(number, place, time));
  }

  /** Stores a value of at most 8,192 bytes in an RW object. The value must not change until then. */
  async write(place: ObjectPlace, value: Uint8Array): Promise<void> {
    await this.#begin((core, number, time) => core.write(number, place, value, time));
  }

  /** Runs a command on an RMW object and gives its result; its effect happens once. */
  async execute(place: ObjectPlace, name: string, argument: Uint8Array): Promise<Uint8Array> {
    const result = await this.#begin((core, number, time) =>
      core.execute(number, place, { name, argument }, time),
    );
    assert(result !== undefined, "a command has a result");
    return result;
  }

  /** A part of what a replica knows; undefined when it does not answer. */
  async survey(end: UdpEnd, from: number): Promise<Survey | undefined> {
    const value = await this.#begin((core, number, time) => core.survey(number, end, from, time));
    return value && decodeSurvey(value);
  }

  /** Of each replica whether it holds the value of a timestamp, in the order of the argument. */
  async holders(of: MissingValue, replicas: readonly UdpEnd[]): Promise<readonly Holding[]> {
    const said = await this.#begin((core, number, time) => core.holders(number, of, replicas, time));
    return replicas.map((_end, at) => holdingName(said?.[at]));
  }

  /** Fails everything under way with VIVACE-CLOSED and sends nothing more. The transport stays open. */
  close(): void {
    this.#isClosed = true;
    this.#runner.close();
    for (const reject of this.#rejects) reject(vivaceError("VIVACE-CLOSED", "client"));
    this.#rejects.clear();
  }

  #begin(start: StartOperation): Promise<Uint8Array | undefined> {
    if (this.#isClosed) return Promise.reject(vivaceError("VIVACE-CLOSED", "client"));
    return new Promise((resolve, reject) => {
      this.#rejects.add(reject);
      this.#runner.begin(start, (outcome) => {
        this.#rejects.delete(reject);
        if (outcome.kind === "failed") reject(outcome.error);
        else resolve(outcome.value);
      });
    });
  }
}
