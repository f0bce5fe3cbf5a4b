import { headerSpec } from "../../base/index.js";
import { headerCodec } from "../../wire/index.js";
import { valueBytesMax } from "./limits.js";

/** A timestamp whose value a replica lacks: val[key] = ⊥. */
export interface MissingValue {
  readonly key: Uint8Array;
  readonly timestamp: bigint;
}

/** A part of what a replica says of all its objects: the value of an ACK-SURVEY. */
export interface Survey {
  /** How many objects the replica knows. */
  readonly objects: number;
  /** Where the next part begins; absent when this is the last. */
  readonly next?: number;
  readonly missing: readonly MissingValue[];
}

const noNext = 2 ** 32 - 1;
const requestHead = headerSpec("vivace_survey_t", [
  { name: "from", width: 32, doc: "Number of the first object to look at, from 0." },
]);
const replyHead = headerSpec("vivace_survey_reply_t", [
  { name: "objects", width: 32, doc: "How many objects there are." },
  { name: "next", width: 32, doc: "Where the next part begins; all ones for nowhere." },
]);
const entryHead = headerSpec("vivace_missing_t", [
  { name: "timestamp", width: 64, doc: "The timestamp whose value is missing." },
  { name: "key_length", width: 8, doc: "Bytes of the key, which follows." },
]);
const codecs = {
  request: headerCodec(requestHead),
  reply: headerCodec(replyHead),
  entry: headerCodec(entryHead),
};

/** The bytes of a request for a part of a survey. */
export function encodeSurveyRequest(from: number): Uint8Array {
  const bytes = new Uint8Array(codecs.request.byteLength);
  codecs.request.encode({ from }, bytes, 0);
  return bytes;
}

/** Reads where a part of a survey is to begin; undefined when the bytes are no request. */
export function decodeSurveyRequest(bytes: Uint8Array): number | undefined {
  return codecs.request.decode(bytes, 0)?.from;
}

/** How many bytes an entry takes in a survey; all of them together must not take more than a value may. */
export function surveyEntryBytes({ key }: Pick<MissingValue, "key">): number {
  return codecs.entry.byteLength + key.length;
}

/** How many bytes of entries fit into a part of a survey. */
export const surveyBytesMax = valueBytesMax - codecs.reply.byteLength;

/** The bytes of a part of a survey. */
export function encodeSurvey({ objects, next = noNext, missing }: Survey): Uint8Array {
  const entriesBytes = missing.reduce((sum, entry) => sum + surveyEntryBytes(entry), 0);
  const bytes = new Uint8Array(codecs.reply.byteLength + entriesBytes);
  codecs.reply.encode({ objects, next }, bytes, 0);
  let at = codecs.reply.byteLength;
  for (const entry of missing) {
    codecs.entry.encode({ timestamp: entry.timestamp, key_length: entry.key.length }, bytes, at);
    bytes.set(entry.key, at + codecs.entry.byteLength);
    at += surveyEntryBytes(entry);
  }
  return bytes;
}

/** Reads a part of a survey; undefined when the bytes are none. */
export function decodeSurvey(bytes: Uint8Array): Survey | undefined {
  const head = codecs.reply.decode(bytes, 0);
  if (head === undefined) return undefined;
  const missing: MissingValue[] = [];
  for (let at = codecs.reply.byteLength; at < bytes.length; ) {
    const entry = codecs.entry.decode(bytes, at);
    const keyAt = at + codecs.entry.byteLength;
    if (entry === undefined || keyAt + entry.key_length > bytes.length) return undefined;
    const key = bytes.subarray(keyAt, keyAt + entry.key_length);
    missing.push({ key, timestamp: entry.timestamp });
    at += surveyEntryBytes({ key });
  }
  const { objects, next } = head;
  return next === noNext ? { objects, missing } : { objects, next, missing };
}
