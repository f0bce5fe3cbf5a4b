import { indexOf } from "../wire/index.js";
import { entryTag, junkTag, type LogEntry } from "./entry.js";
import type { Message } from "./message.js";

/** The entry in a `data` or `feed`; undefined when its bytes do not fit its tag, that is, were damaged on the way. */
export function entryOf(message: Message): LogEntry | undefined {
  const { header, payload } = message;
  const junk = header.tag === junkTag;
  if (!junk && entryTag(header.client, header.request, payload) !== header.tag) return undefined;
  const { client, request, stream } = header;
  return { index: indexOf(header), client, request, stream, value: payload.slice(), junk };
}
