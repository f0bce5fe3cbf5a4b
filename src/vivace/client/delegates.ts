import type { UdpEnd } from "../../wire/index.js";
import { endKey } from "../protocol/index.js";

/** What a client knows of its delegates: which life each is in, and which of them owe an answer. */
export class Delegates {
  readonly #ends: readonly UdpEnd[];
  readonly #lives = new Map<number, bigint>();
  readonly #late = new Set<number>();

  constructor(ends: readonly UdpEnd[]) {
    this.#ends = ends;
  }

  /** All of them: first those that answer, in the order in which the client was told of them. */
  get inOrder(): readonly UdpEnd[] {
    const isLate = (end: UdpEnd) => this.#late.has(endKey(end));
    return [...this.#ends.filter((end) => !isLate(end)), ...this.#ends.filter(isLate)];
  }

  /** The life in which a delegate was last met; 0 for none. */
  lifeOf(end: UdpEnd): bigint {
    return this.#lives.get(endKey(end)) ?? 0n;
  }

  /** A delegate has not answered in time. */
  late(end: UdpEnd): void {
    this.#late.add(endKey(end));
  }

  /** A delegate has answered, in this life. */
  answered(end: UdpEnd, life: bigint): void {
    this.#late.delete(endKey(end));
    this.#lives.set(endKey(end), life);
  }
}
