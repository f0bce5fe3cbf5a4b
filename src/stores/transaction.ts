import type { KeyWrite, ReadVersion, StoreKey } from "./record.js";
import type { StoreView } from "./store-view.js";

/** What a transaction read and wrote, gathered while its body runs. */
export class Transaction {
  readonly #view: StoreView;
  readonly #reads = new Map<string, ReadVersion>();
  readonly #writes = new Map<string, KeyWrite>();

  constructor(view: StoreView) {
    this.#view = view;
  }

  /** The value of a key, with what this transaction wrote itself; undefined when there is none. */
  get(store: string, key: string): Uint8Array | undefined {
    const name = nameOf({ store, key });
    const written = this.#writes.get(name);
    if (written !== undefined) return written.value;
    const { value, version } = this.#view.read({ store, key });
    this.#reads.set(name, { store, key, version });
    return value?.slice();
  }

  put(store: string, key: string, value: Uint8Array): void {
    this.#writes.set(nameOf({ store, key }), { store, key, value: value.slice() });
  }

  delete(store: string, key: string): void {
    this.#writes.set(nameOf({ store, key }), { store, key, value: undefined });
  }

  get reads(): readonly ReadVersion[] {
    return [...this.#reads.values()];
  }

  get writes(): readonly KeyWrite[] {
    return [...this.#writes.values()];
  }
}

function nameOf({ store, key }: StoreKey): string {
  return `${store.length}:${store}${key}`;
}
