import { serialDistance } from "../base/index.js";

/** What was accepted in the newest view of all that is given; older views' entries are no match for it. */
export function ofNewestView<Held extends { readonly view: number }>(held: readonly Held[]): readonly Held[] {
  let view = held[0]?.view ?? 0;
  for (const each of held) if (serialDistance(view, each.view) > 0) view = each.view;
  return held.filter((each) => each.view === view);
}
