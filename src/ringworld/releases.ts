import { serialAdd, serialDistance } from "../base/index.js";
import { indexOf, type RingWorldHeader } from "../wire/index.js";

/** One visit of the token: tickets `ticket … ticket + count - 1` of `epoch` begin at index `base + 1`. */
export interface Release {
  readonly epoch: number;
  readonly ticket: number;
  readonly count: number;
  /** The largest index handed out before this visit. */
  readonly base: bigint;
}

/** Reads the release out of a message. */
export function releaseOf(header: RingWorldHeader): Release {
  return { epoch: header.epoch, ticket: header.ticket, count: header.count, base: indexOf(header) };
}

/** The index of the first of `count` tickets; undefined when the release is not about all of them. */
export function firstIndex(release: Release, ticket: number, count: number): bigint | undefined {
  const distance = serialAdd(ticket, -release.ticket);
  return distance + count <= release.count ? release.base + 1n + BigInt(distance) : undefined;
}

const rememberedEpochs = 64;

/** The newest releases of one switch in one view, because a release can overtake the grant that it is about. */
export class Releases {
  readonly #byEpoch = new Map<number, Release>();

  add(release: Release): void {
    this.#byEpoch.set(release.epoch, release);
    for (const epoch of this.#byEpoch.keys()) {
      if (this.#byEpoch.size <= rememberedEpochs) break;
      this.#byEpoch.delete(epoch);
    }
  }

  of(epoch: number): Release | undefined {
    return this.#byEpoch.get(epoch);
  }

  /** The first remembered release whose epoch is `epoch` or later. */
  from(epoch: number): Release | undefined {
    let first: Release | undefined;
    for (const release of this.#byEpoch.values()) {
      if (serialDistance(epoch, release.epoch) < 0) continue;
      if (first === undefined || serialDistance(release.epoch, first.epoch) > 0) first = release;
    }
    return first;
  }

  /** Forgets everything: epochs of another view mean something else. */
  clear(): void {
    this.#byEpoch.clear();
  }
}
