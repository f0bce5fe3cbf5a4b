import { serialAdd, serialDistance } from "../base/index.js";

/**
 * How far a view lies ahead of another: positive when `to` is newer. View numbers wrap at 2^32 and leave out 0, which is
 * no view: every view is newer.
 */
export function viewDistance(from: number, to: number): number {
  if (from === 0 || to === 0) return Math.sign(to - from);
  return serialDistance(from, to);
}

/** The view number that follows. */
export function viewAfter(view: number): number {
  return serialAdd(view, 1) || 1;
}

/** What was accepted in the newest view of all that is given; older views' entries are no match for it. */
export function ofNewestView<Held extends { readonly view: number }>(held: readonly Held[]): readonly Held[] {
  let view = held[0]?.view ?? 0;
  for (const each of held) if (viewDistance(view, each.view) > 0) view = each.view;
  return held.filter((each) => each.view === view);
}
