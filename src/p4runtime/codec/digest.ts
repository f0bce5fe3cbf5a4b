import type { p4 } from "../messages/index.js";
import type { DigestList } from "../pipeline.js";
import type { DigestEntry } from "../values.js";
import { decodeData, encodeData } from "./data.js";
import { positiveInt32, positiveInt64, uint64 } from "./numbers.js";
import type { Schema } from "./schema.js";

/** Section 9.8: how a digest is to be sent. */
export function encodeDigestEntry(schema: Schema, entry: DigestEntry): p4.DigestEntry {
  return {
    digestId: schema.digests.idOf(entry.digest),
    config: {
      maxTimeoutNs: positiveInt64(entry.maxTimeoutNs, "a digest's timeout"),
      maxListSize: positiveInt32(entry.maxListSize, "a digest's list size"),
      ackTimeoutNs: positiveInt64(entry.ackTimeoutNs, "a digest's acknowledgement timeout"),
    },
  };
}

export function decodeDigestEntry(schema: Schema, message: p4.DigestEntry): DigestEntry {
  return {
    kind: "digestEntry",
    digest: schema.digests.nameOf(message.digestId),
    maxTimeoutNs: positiveInt64(message.config?.maxTimeoutNs ?? 0n, "a digest's timeout"),
    maxListSize: positiveInt32(message.config?.maxListSize ?? 0, "a digest's list size"),
    ackTimeoutNs: positiveInt64(message.config?.ackTimeoutNs ?? 0n, "a digest's acknowledgement timeout"),
  };
}

/** The digests themselves, as the stream carries them. */
export function encodeDigestList(schema: Schema, list: DigestList): p4.DigestList {
  const digest = schema.digests.byName(list.digest);
  return {
    digestId: digest.id,
    listId: uint64(list.listId, "a digest list's id"),
    data: list.samples.map((sample) => encodeData(digest.type, sample)),
    timestamp: positiveInt64(list.timestampNs, "a time stamp"),
  };
}

export function decodeDigestList(schema: Schema, message: p4.DigestList): DigestList {
  const digest = schema.digests.byId(message.digestId);
  return {
    digest: digest.name,
    listId: message.listId,
    samples: message.data.map((sample) => decodeData(digest.type, sample)),
    timestampNs: message.timestamp,
  };
}

/** What a controller answers when it has dealt with a list. */
export function encodeDigestAck(schema: Schema, digest: string, listId: bigint): p4.DigestListAck {
  return { digestId: schema.digests.byName(digest).id, listId: uint64(listId, "a digest list's id") };
}
