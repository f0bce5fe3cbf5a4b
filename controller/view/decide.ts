import { junkTag, ofNewestView, viewDistance } from "../../src/ringworld/index.js";

/** What one log server holds at an index. */
export interface HeldAt {
  readonly server: string;
  readonly view: number;
  readonly tag: number;
}

/** The newest view that was installed, as far as the servers tell. */
export interface Predecessor {
  readonly view: number;
  readonly start: bigint;
}

/** What becomes of an index in the new view. */
export type Decision =
  | { readonly kind: "settled" }
  | { readonly kind: "value"; readonly holder: string; readonly tag: number }
  | { readonly kind: "junk" };

/** Whether an entry counts: an older view's, above the start of its successor, was never committed, and never will be. */
export function counts({ view, start }: Predecessor, index: bigint, held: HeldAt): boolean {
  return index <= start || viewDistance(view, held.view) >= 0;
}

/**
 * Decides an index from what a majority of its replica set holds there (docs/PROTOCOL.md, The steps). `held` are the
 * entries that count; `servers` is how many servers the whole set has.
 */
export function decide(held: readonly HeldAt[], servers: number): Decision {
  const newest = ofNewestView(held);
  const decision = choose(held);
  if (decision.kind === "junk") return newest.length === servers ? { kind: "settled" } : decision;
  const holders = newest.filter(({ tag }) => tag === decision.tag).length;
  return holders > servers / 2 ? { kind: "settled" } : decision;
}

/** What stands at an index, settled or not: the newest, and a value beats junk. */
export function choose(held: readonly HeldAt[]): Exclude<Decision, { kind: "settled" }> {
  const value = ofNewestView(held).find(({ tag }) => tag !== junkTag);
  return value === undefined ? { kind: "junk" } : { kind: "value", holder: value.server, tag: value.tag };
}
