import { indexOf } from "../wire/index.js";
import { entryTag, junkTag } from "./entry.js";
import type { Message } from "./message.js";
import { type Pack, unpackEntries } from "./pack.js";

/** What a `data` or `feed` brings; undefined when its bytes do not fit its tag, that is, were damaged on the way. */
export function packOf({ header, payload }: Message): Pack | undefined {
  const { client, request, stream, tag, entries } = header;
  const junk = tag === junkTag;
  if (!junk && entryTag(client, request, payload, entries) !== tag) return undefined;
  const shared = { index: indexOf(header), client, request, stream, junk };
  if (junk) return { ...shared, values: [new Uint8Array(0)] };
  const values = unpackEntries({ entries, payload });
  return values === undefined
    ? { ...shared, values: [payload.slice()], malformed: true }
    : { ...shared, values };
}
