import type { LogPosition } from "../ringworld/index.js";
import type { KeyWrite, StoreKey, TransactionRecord } from "./record.js";

/** What stands under a key: a value, or undefined, and where the entry stands that wrote or deleted it. */
export interface Versioned {
  readonly value: Uint8Array | undefined;
  readonly version: LogPosition;
}

const nothing: Versioned = { value: undefined, version: { index: 0n, place: 0 } };

/**
 * Every store as the log up to some index makes it. Whoever applies the same records in the same order has the same
 * view, and the same opinion on which transactions committed: that is all the agreement that there is.
 */
export class StoreView {
  readonly #stores = new Map<string, Map<string, Versioned>>();

  read({ store, key }: StoreKey): Versioned {
    return this.#stores.get(store)?.get(key) ?? nothing;
  }

  /** The keys of a store that have a value, sorted. */
  keys(store: string): readonly string[] {
    const entries = [...(this.#stores.get(store) ?? [])];
    return entries.flatMap(([key, { value }]) => (value === undefined ? [] : [key])).sort();
  }

  /** Applies the transaction that stands at a position; true when it committed. */
  apply(position: LogPosition, record: TransactionRecord): boolean {
    const commits = record.reads.every((read) => isSame(this.read(read).version, read.version));
    if (commits) for (const write of record.writes) this.#write(write, position);
    return commits;
  }

  #write({ store, key, value }: KeyWrite, version: LogPosition): void {
    let keys = this.#stores.get(store);
    if (keys === undefined) {
      keys = new Map();
      this.#stores.set(store, keys);
    }
    // A copy: the entry's bytes may be a view of a frame that is used again.
    keys.set(key, { value: value?.slice(), version });
  }
}

function isSame(left: LogPosition, right: LogPosition): boolean {
  return left.index === right.index && left.place === right.place;
}
