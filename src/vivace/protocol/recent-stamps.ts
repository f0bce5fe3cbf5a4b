import type { VivaceVerdictName } from "../../wire/index.js";
import { clientOf } from "./timestamp.js";

/** How many clients' timestamps an object remembers. */
const recentClientsMax = 32;

/**
 * Which timestamps an object has taken, as far back as it pays: of each of the last clients the newest one. That is
 * enough, because a client writes an object once at a time. Timestamps are added in rising order.
 */
export class RecentStamps {
  readonly #byClient = new Map<number, bigint>();
  readonly #clientsMax: number;
  #forgotten = 0n;

  constructor(clientsMax = recentClientsMax) {
    this.#clientsMax = clientsMax;
  }

  /** The timestamps that are remembered, oldest first. */
  get stamps(): readonly bigint[] {
    return [...this.#byClient.values()];
  }

  /** No timestamp up to this one is certain not to have been taken. */
  get forgotten(): bigint {
    return this.#forgotten;
  }

  /** Takes over what another life or another holder has remembered. */
  restore(forgotten: bigint, stamps: readonly bigint[]): void {
    this.#forgotten = forgotten;
    for (const stamp of stamps) this.add(stamp);
  }

  add(timestamp: bigint): void {
    const client = clientOf(timestamp);
    this.#byClient.delete(client);
    this.#byClient.set(client, timestamp);
    if (this.#byClient.size > this.#clientsMax) this.#forgetOldest();
  }

  /** Whether a timestamp was taken: `accepted`, `refused` for certainly not, or `unsure`. */
  verdict(timestamp: bigint): VivaceVerdictName {
    const newest = this.#byClient.get(clientOf(timestamp));
    if (newest === timestamp) return "accepted";
    if (newest !== undefined) return newest > timestamp ? "unsure" : "refused";
    return timestamp > this.#forgotten ? "refused" : "unsure";
  }

  #forgetOldest(): void {
    const [oldest] = this.#byClient;
    if (oldest === undefined) return;
    this.#byClient.delete(oldest[0]);
    this.#forgotten = oldest[1];
  }
}
