import { digest32 } from "../../base/index.js";
import type { Clock } from "../../io/index.js";
import { textBytes } from "./text-bytes.js";

/**
 * What happened in a run, one readable line an event. Two runs are the same when their digests are. The lines
 * themselves are kept only when asked for: thousands of seeds need no more than the digest.
 */
export class Transcript {
  readonly #clock: Clock;
  readonly #kept: string[] | undefined;
  /** Digests of who sends to whom, by both names. */
  readonly #ways = new Map<string, Map<string, number>>();
  #first = 0x5eed;
  #second = 0xd1ce;
  #lineCount = 0;

  constructor(clock: Clock, options: { readonly keepLines: boolean }) {
    this.#clock = clock;
    this.#kept = options.keepLines ? [] : undefined;
  }

  /** Adds a line; the time is put in front of it, in microseconds. */
  add(actor: string, text: string): void {
    const line = this.#line(actor, text);
    this.#absorb(textBytes(line), 0);
    this.#kept?.push(line);
  }

  /** Adds bytes that went from one to another. They are put into words only where lines are kept. */
  addBytes(from: string, to: string, bytes: Uint8Array, describe: () => string): void {
    const whenNs = Math.round(1000 * this.#clock.nowUs());
    this.#absorb(bytes, this.#wayDigest(from, to) ^ whenNs);
    this.#kept?.push(this.#line(from, `→ ${to} ${describe()}`));
  }

  #line(actor: string, text: string): string {
    return `${this.#clock.nowUs().toFixed(3)} ${actor}: ${text}`;
  }

  #absorb(bytes: Uint8Array, salt: number): void {
    this.#first = digest32(bytes, this.#first ^ salt);
    this.#second = digest32(bytes, ~this.#second ^ salt);
    this.#lineCount += 1;
  }

  #wayDigest(from: string, to: string): number {
    const known = this.#ways.get(from)?.get(to);
    if (known !== undefined) return known;
    const digest = digest32(textBytes(`${from} → ${to}`));
    this.#ways.set(from, (this.#ways.get(from) ?? new Map<string, number>()).set(to, digest));
    return digest;
  }

  get lineCount(): number {
    return this.#lineCount;
  }

  /** The lines, when they are kept. */
  get lines(): readonly string[] {
    return this.#kept ?? [];
  }

  /** 16 hexadecimal digits over every line so far, in order. */
  digest(): string {
    return [this.#first, this.#second].map((half) => half.toString(16).padStart(8, "0")).join("");
  }
}
