import { endKey, type IncomingMessage, keyText } from "../protocol/index.js";

/** More requests for data wait for an object than this: further ones are dropped, and asked again. */
const waitingMax = 256;

/** Requests for data that has not come yet (paper: "wait until ts[key] ≥ ts and val[key] ≠ ⊥"). */
export class WaitingRequests {
  readonly #byKey = new Map<string, Map<string, IncomingMessage>>();

  /** How many requests wait. */
  get size(): number {
    return [...this.#byKey.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Lets a request wait; one that waits already is not doubled. */
  add(asked: IncomingMessage): void {
    const { key, kind, timestamp } = asked.message;
    const name = keyText(key);
    const waiting = this.#byKey.get(name) ?? new Map<string, IncomingMessage>();
    this.#byKey.set(name, waiting);
    if (waiting.size < waitingMax) waiting.set(`${endKey(asked.source)} ${kind} ${timestamp}`, asked);
  }

  /** Takes out all requests that wait for an object. */
  take(key: Uint8Array): readonly IncomingMessage[] {
    const name = keyText(key);
    const waiting = [...(this.#byKey.get(name)?.values() ?? [])];
    this.#byKey.delete(name);
    return waiting;
  }
}
