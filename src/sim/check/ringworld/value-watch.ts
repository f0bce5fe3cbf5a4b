import { indexOf, type RingWorldHeader, ringworldCode, ringworldKind } from "../../../wire/index.js";
import type { Report } from "./violation.js";

interface Seen {
  readonly tag: number;
  readonly where: string;
}

/** What log servers say of an entry, to readers and to subscribers. */
const entryKinds = new Map<number, string>([
  [ringworldKind.data, "data"],
  [ringworldKind.mark, "mark"],
  [ringworldKind.feed, "feed"],
]);

/**
 * Watches what the system says stands at an index: `committed` for a value, and what a log server is sure of.
 * All of them must say the same for ever. A `committed` without a tag answers a `fill` and says nothing of the value.
 */
export class ValueWatch {
  readonly #report: Report;
  readonly #values = new Map<bigint, Seen>();

  constructor(report: Report) {
    this.#report = report;
  }

  sent(sender: string, header: RingWorldHeader): void {
    const says =
      (header.kind === ringworldKind.committed && header.tag !== 0) ||
      (entryKinds.has(header.kind) && header.code === ringworldCode.none);
    if (!says) return;
    const index = indexOf(header);
    const seen = { tag: header.tag, where: `${sender} said ${nameOf(header)}` };
    const known = this.#values.get(index);
    if (known === undefined) this.#values.set(index, seen);
    else if (known.tag !== header.tag) {
      this.#report("two-values", `index ${index}: ${known.where}, later ${seen.where}`);
    }
  }
}

function nameOf({ kind, tag, client, request, view }: RingWorldHeader): string {
  const what = entryKinds.get(kind) ?? "committed";
  return `${what} tag ${tag.toString(16)} of ${client.toString(16)}/${request} in view ${view}`;
}
