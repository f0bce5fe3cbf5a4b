import { Deadline } from "./agenda.js";
import { entryTag } from "./entry.js";
import type { LogErrorCode } from "./log-error.js";
import { type PackedEntries, packEntries } from "./pack.js";

/** What one caller appends: values that are to stand at one index; one value as a rule. */
export interface CalledAppend {
  readonly operation: number;
  readonly stream: number;
  readonly values: readonly Uint8Array[];
  readonly startedUs: number;
  /** The pack that it was sent in, and the place of its first value there. */
  pack: PendingPack | undefined;
  place: number;
  /** Whether the caller has given up. */
  isOver: boolean;
}

/**
 * Where a pack stands: to be sent once more, with another index; waiting for an index; written to an index and waiting
 * for the commit; finding out what stands at its index, after a refusal that does not say.
 */
type Phase = "queued" | "placing" | "writing" | "deciding";

/**
 * Appends that were sent together. What a pack holds never changes: a copy of it may stand in the log already, and
 * copies are known by their client and request.
 */
export interface PendingPack extends PackedEntries {
  readonly request: number;
  readonly stream: number;
  readonly tag: number;
  /** In the order of their places. */
  readonly appends: readonly CalledAppend[];
  /** How many of their callers have not given up. */
  callers: number;
  readonly retry: Deadline;
  phase: Phase;
  /** The index and the view in which it was given; used while writing and deciding. */
  index: bigint;
  view: number;
  attempt: number;
  sentUs: number;
  /** When a leader first refused the index as outside its window. */
  busySinceUs: number | undefined;
  /** The last refusal, which explains a failure better than the time-out does. */
  refusal: LogErrorCode | undefined;
}

/** Puts appends of one stream together, and tells them so. The name is what the pack is known by for ever. */
export function pendingPack(
  { client, request }: { readonly client: bigint; readonly request: number },
  appends: readonly CalledAppend[],
  nowUs: number,
  again: () => void,
): PendingPack {
  const { entries, payload } = packEntries(appends.flatMap(({ values }) => values));
  const pack: PendingPack = {
    request,
    stream: appends[0]?.stream ?? 0,
    entries,
    payload,
    tag: entryTag(client, request, payload, entries),
    appends,
    callers: appends.length,
    retry: new Deadline(again),
    phase: "queued",
    index: 0n,
    view: 0,
    attempt: 0,
    sentUs: nowUs,
    busySinceUs: undefined,
    refusal: undefined,
  };
  let place = 0;
  for (const append of appends) {
    append.pack = pack;
    append.place = place;
    place += append.values.length;
  }
  return pack;
}
