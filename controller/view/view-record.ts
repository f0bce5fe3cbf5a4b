import type { Membership } from "./membership.js";

/**
 * Where the entries of a log are: for each stripe the log servers that keep it, by name. Which switch leads a stripe,
 * and how replica sets are called and numbered, may differ from view to view.
 */
export type Layout = readonly (readonly string[])[];

/** What log servers keep of a view, besides its number, its owner and its start. They do not look at it. */
export interface ViewRecord {
  readonly membership: Membership;
  readonly layout: Layout;
}

/**
 * The bytes of a record: names line by line, the parts divided by empty lines. The last part has a line for each stripe.
 *
 * @example
 * encodeViewRecord({ membership: { switches: ["s1"], servers: ["a", "b"] }, layout: [["a", "b"]] });
 * // "s1\n\na\nb\n\na b"
 */
export function encodeViewRecord({ membership, layout }: ViewRecord): Uint8Array {
  const stripes = layout.map((servers) => servers.join(" "));
  const text = [...membership.switches, "", ...membership.servers, "", ...stripes].join("\n");
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Reads them; undefined when they are not the bytes of a record. */
export function decodeViewRecord(bytes: Uint8Array): ViewRecord | undefined {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const [switches, servers, stripes, ...rest] = text.split("\n\n").map((part) => part.split("\n"));
  if (switches === undefined || servers === undefined || stripes === undefined || rest.length > 0)
    return undefined;
  return { membership: { switches, servers }, layout: stripes.map((line) => line.split(" ")) };
}
