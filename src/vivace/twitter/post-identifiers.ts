import type { Clock } from "../../io/index.js";

const base = 36;
const timeDigits = 8;
const clientDigits = 4;

/**
 * Gives posts names that nobody else gives: the time in milliseconds and the number of the client, 12 letters and
 * digits, later ones larger. With container and prefix such a key has 16 bytes, so that no critical message grows.
 */
export class PostIdentifiers {
  readonly #clock: Clock;
  readonly #client: string;
  #lastMs = 0;

  /** @param client the client's number in timestamps, 0 to 65,535: nobody else's, in no other life */
  constructor(clock: Clock, client: number) {
    this.#clock = clock;
    this.#client = client.toString(base).padStart(clientDigits, "0");
  }

  /** A new identifier. Those of one life grow even while its clock stands still or goes back. */
  next(): string {
    this.#lastMs = Math.max(this.#lastMs + 1, Math.floor(this.#clock.nowUs() / 1000));
    return this.#lastMs.toString(base).padStart(timeDigits, "0") + this.#client;
  }
}

/** When an identifier was made: milliseconds since the epoch of its maker's clock. */
export function timeOfIdentifier(identifier: string): number {
  return Number.parseInt(identifier.slice(0, timeDigits), base);
}
