import type { Membership, ServerSet } from "./membership.js";

/**
 * Where the entries of a log are: for each stripe the log servers that keep it, by name. Which switch leads a stripe,
 * and how replica sets are called and numbered, may differ from view to view.
 */
export type Layout = readonly ServerSet[];

/** What log servers keep of a view, besides its number, its owner and its start. They do not look at it. */
export interface ViewRecord {
  readonly membership: Membership;
  readonly layout: Layout;
  /**
   * Sets of which majorities must bear the view, too, before it is in force: those of the layout that it leaves. None
   * once that is certain.
   */
  readonly former: readonly ServerSet[];
  /** The digest of the plan that the switches of the view hold; empty when nobody shall take the view over. */
  readonly plan: string;
}

/**
 * The bytes of a record: names line by line, the parts divided by empty lines. The third part has a line for each
 * stripe, the last the digest and a line for each former set.
 *
 * @example
 * encodeViewRecord({ membership: { switches: ["s1"], servers: ["a", "b"] }, layout: [["a", "b"]], former: [], plan: "7f" });
 * // "s1\n\na\nb\n\na b\n\nplan 7f"
 */
export function encodeViewRecord({ membership, layout, former, plan }: ViewRecord): Uint8Array {
  const sets = (all: readonly ServerSet[]) => all.map((servers) => servers.join(" "));
  const last = [`plan ${plan}`, ...sets(former)];
  const parts = [membership.switches, membership.servers, sets(layout), last];
  const text = parts.map((lines) => lines.join("\n")).join("\n\n");
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Reads them; undefined when they are not the bytes of a record. */
export function decodeViewRecord(bytes: Uint8Array): ViewRecord | undefined {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  const [switches, servers, stripes, last, ...rest] = text.split("\n\n").map((part) => part.split("\n"));
  if (switches === undefined || servers === undefined || stripes === undefined || rest.length > 0)
    return undefined;
  const sets = (lines: readonly string[]) => lines.map((line) => line.split(" "));
  // A record of an earlier release ends with the stripes: its sets never changed.
  const [plan = "plan ", ...former] = last ?? [];
  if (!plan.startsWith("plan ")) return undefined;
  return {
    membership: { switches, servers },
    layout: sets(stripes),
    former: sets(former),
    plan: plan.slice("plan ".length),
  };
}
