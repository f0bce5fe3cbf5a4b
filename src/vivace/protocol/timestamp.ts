import { assert } from "../../base/index.js";

/** How long one tick of a timestamp's clock part lasts; a client's timestamps are at least one tick apart. */
export const tickUs = 16;

const clientBits = 16n;
const clientMax = 2 ** 16 - 1;
const ticksMax = 2 ** 48 - 1;

/** The timestamp of an object that was never written; every other one is larger. */
export const noTimestamp = 0n;

/** Joins a clock reading in ticks and a client number: larger ticks are larger timestamps, and no two clients' agree. */
export function timestampOf(ticks: number, client: number): bigint {
  return (BigInt(ticks) << clientBits) | BigInt(client);
}

/** The number of the client that made a timestamp. */
export function clientOf(timestamp: bigint): number {
  return Number(timestamp & BigInt(clientMax));
}

function ticksOf(timestamp: bigint): number {
  return Number(timestamp >> clientBits);
}

/**
 * Makes the timestamps of one client (the paper's `clock()`): each is larger than all before it, and larger than every
 * timestamp that the client has heard of, so that a clock that is behind catches up.
 */
export class TimestampSource {
  readonly #client: number;
  #lastTicks = 0;

  /**
   * `client`, 0 … 65,535, must be the client's alone, for one life: a client that has started again does not know how
   * far its timestamps were ahead of the clock, and must not make one of them twice.
   */
  constructor(client: number) {
    assert(Number.isInteger(client) && client >= 0 && client <= clientMax, `client number ${client}`);
    this.#client = client;
  }

  /** A new timestamp at a clock reading; undefined when the 48 bits of ticks are used up (in 2112, from 1970). */
  next(clockUs: number): bigint | undefined {
    const ticks = Math.max(this.#lastTicks + 1, Math.floor(clockUs / tickUs));
    if (ticks > ticksMax) return undefined;
    this.#lastTicks = ticks;
    return timestampOf(ticks, this.#client);
  }

  /** Makes later timestamps larger than this one. */
  observe(timestamp: bigint): void {
    this.#lastTicks = Math.max(this.#lastTicks, ticksOf(timestamp));
  }
}
