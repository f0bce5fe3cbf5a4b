import type { StoreSession } from "../../src/cli/store/store-session.js";
import type { History, KeyedInput, RegisterOutput } from "../../src/sim/index.js";

const bytesOf = (value: string) => Buffer.from(value, "utf8");

/** A value without the bytes that only make it larger. */
const shown = (value: Uint8Array) => Buffer.from(value).toString().trimEnd();

/** One client of a running store that performs operations, and notes them as its caller sees them. */
export class RecordedCaller {
  readonly #session: StoreSession;
  readonly #history: History<KeyedInput, RegisterOutput>;
  readonly #name: string;
  readonly #valueBytes: number;
  #calls = 0;

  /** Values that it writes have at least `valueBytes`. */
  constructor(
    name: string,
    session: StoreSession,
    history: History<KeyedInput, RegisterOutput>,
    valueBytes = 0,
  ) {
    this.#name = name;
    this.#session = session;
    this.#history = history;
    this.#valueBytes = valueBytes;
  }

  /** What an RW object holds; undefined when it was never written. */
  async read(key: string): Promise<string | undefined> {
    const { value } = await this.#note({ kind: "read", key }, async (store) => {
      const value = await store.read("rw", key);
      return { value: value && shown(value) };
    });
    return value;
  }

  /** Replaces the state of an RMW object; what it was, if there was one. */
  async change(key: string): Promise<string | undefined> {
    const value = this.#newValue();
    const input = { kind: "modify", key, change: () => value } as const;
    const found = await this.#note(input, async (store) => {
      const before = await store.execute("rmw", key, "set", this.#large(value));
      return { value: before.length === 0 ? undefined : shown(before) };
    });
    return found.value;
  }

  /** Writes an RW object; what it wrote. */
  async write(key: string): Promise<string> {
    const value = this.#newValue();
    await this.#note({ kind: "write", key, value }, async (store) => {
      await store.write("rw", key, this.#large(value));
      return {};
    });
    return value;
  }

  #newValue(): string {
    this.#calls += 1;
    return `${this.#name}-${this.#calls}`;
  }

  #large(value: string): Uint8Array {
    return bytesOf(value.padEnd(this.#valueBytes));
  }

  async #note(
    input: KeyedInput,
    operate: (store: StoreSession["store"]) => Promise<RegisterOutput>,
  ): Promise<RegisterOutput> {
    const id = this.#history.call(`${this.#name} ${this.#history.operations.length}`, input);
    const output = await operate(this.#session.store);
    this.#history.complete(id, output);
    return output;
  }
}
