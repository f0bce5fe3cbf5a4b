import { takeMemory } from "../base/index.js";
import { entryBytesMax } from "../wire/index.js";
import type { LogEntry } from "./entry.js";

/** What stands at one index: one entry, or several of one client and one stream, or junk. */
export interface Pack {
  readonly index: bigint;
  /** The client that appended it, and the number of the pack within that client; 0 and 0 for junk. */
  readonly client: bigint;
  readonly request: number;
  readonly stream: number;
  /** The entries' bytes in the order of their places; one that is empty for junk and for what is withheld. */
  readonly values: readonly Uint8Array[];
  readonly junk: boolean;
  readonly withheld?: true;
  /** True when it says that it is a pack and is none: whoever appended it is broken. The one value is all of it. */
  readonly malformed?: true;
}

/** What a message carries: the payload, and the number of entries in it, 0 for one that stands alone. */
export interface PackedEntries {
  readonly entries: number;
  readonly payload: Uint8Array;
}

/** The most entries that the field `entries` can count. */
const entriesMax = 0xffff;
/** The length in front of each entry. */
const lengthBytes = 2;

/** How many bytes an entry takes of a pack. */
export function bytesInPack(value: Uint8Array): number {
  return lengthBytes + value.length;
}

/** Whether so many entries, which take so many bytes of a pack, fit a pack of at most `packBytesMax`. */
export function fitsOnePack(entries: number, bytes: number, packBytesMax: number): boolean {
  return entries === 1
    ? bytes - lengthBytes <= entryBytesMax
    : bytes <= packBytesMax && entries <= entriesMax;
}

/**
 * Puts entries into one payload, in memory that `recycle` takes; they must fit. One alone is its own payload, which is
 * not ours to recycle.
 */
export function packEntries(values: readonly Uint8Array[]): PackedEntries {
  const [first] = values;
  if (first !== undefined && values.length === 1) return { entries: 0, payload: first };
  const payload = takeMemory(values.reduce((sum, value) => sum + bytesInPack(value), 0));
  let at = 0;
  for (const value of values) {
    payload[at] = value.length >>> 8;
    payload[at + 1] = value.length;
    payload.set(value, at + lengthBytes);
    at += bytesInPack(value);
  }
  return { entries: values.length, payload };
}

/** The entries of a payload that came from anybody, as copies; undefined when it is no pack of so many. */
export function unpackEntries({ entries, payload }: PackedEntries): readonly Uint8Array[] | undefined {
  const bytes = payload.slice();
  if (entries === 0) return [bytes];
  const values: Uint8Array[] = [];
  let at = 0;
  while (values.length < entries) {
    const [high, low] = [bytes[at], bytes[at + 1]];
    if (high === undefined || low === undefined) return undefined;
    const from = at + lengthBytes;
    at = from + high * 256 + low;
    if (at > bytes.length) return undefined;
    values.push(bytes.subarray(from, at));
  }
  return at === bytes.length ? values : undefined;
}

/** The entries of a pack, in order. */
export function entriesOf(pack: Pack): readonly LogEntry[] {
  const { values, ...shared } = pack;
  return values.map((value, place) => ({ ...shared, place, value }));
}
