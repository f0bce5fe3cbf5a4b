import { serialDistance } from "../../../base/index.js";
import { indexOf, type RingWorldHeader } from "../../../wire/index.js";
import type { Report } from "./violation.js";

interface Hop {
  readonly sender: string;
  readonly index: bigint;
  readonly sequence: number;
}

interface ViewHops {
  readonly hops: Map<number, Hop>;
  newest: Hop;
}

/** Hops that are remembered: late copies of older ones cannot be told from new tokens, and are not looked at. */
const rememberedHops = 4096;

/**
 * Watches every token on every ring link. In one view a hop number belongs to one switch and one h: two tokens alive
 * at once would soon have the same number at different places. And h never decreases (paper §3.2.1).
 */
export class TokenWatch {
  readonly #report: Report;
  readonly #views = new Map<number, ViewHops>();
  #hops = 0;

  constructor(report: Report) {
    this.#report = report;
  }

  /** How many hops the token has made, over all views. */
  get hops(): number {
    return this.#hops;
  }

  /** A switch sends a token; the same one again when it was not acknowledged. */
  sent(sender: string, header: RingWorldHeader): void {
    const hop = { sender, index: indexOf(header), sequence: header.sequence };
    const view = this.#views.get(header.view);
    if (view === undefined) {
      this.#hops += 1;
      this.#views.set(header.view, { hops: new Map([[hop.sequence, hop]]), newest: hop });
      return;
    }
    const known = view.hops.get(hop.sequence);
    if (known === undefined) this.#newHop(view, hop, header.view);
    else if (known.sender !== sender || known.index !== hop.index) this.#twoTokens(known, hop, header.view);
  }

  #newHop(view: ViewHops, hop: Hop, number: number): void {
    const { newest } = view;
    const ahead = serialDistance(newest.sequence, hop.sequence);
    if (ahead < -rememberedHops) return;
    if (ahead < 0 || hop.index < newest.index) this.#twoTokens(newest, hop, number);
    view.hops.set(hop.sequence, hop);
    view.hops.delete((hop.sequence - rememberedHops) >>> 0);
    if (ahead <= 0) return;
    view.newest = hop;
    this.#hops += 1;
  }

  #twoTokens(one: Hop, other: Hop, view: number): void {
    const show = (hop: Hop) => `${hop.sender} sent hop ${hop.sequence} with h ${hop.index}`;
    this.#report("two-tokens", `view ${view}: ${show(one)}, ${show(other)}`);
  }
}
