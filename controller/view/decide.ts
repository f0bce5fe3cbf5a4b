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
  | { readonly kind: "value"; readonly holder: string }
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
  const [value] = newest.filter(({ tag }) => tag !== junkTag);
  if (value !== undefined) {
    const holders = newest.filter(({ tag }) => tag === value.tag).length;
    return holders > servers / 2 ? { kind: "settled" } : { kind: "value", holder: value.server };
  }
  return newest.length === servers ? { kind: "settled" } : { kind: "junk" };
}
