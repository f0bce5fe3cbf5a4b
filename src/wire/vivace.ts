import { headerSpec } from "../base/index.js";

/** The UDP port of a Vivace replica. Clients use any other port of their host. */
export const vivacePort = 21080;

/** The UDP port of a delegate, at the address of its replica. */
export const vivaceDelegatePort = 21081;

/** The UDP port, at a host's address, of the cable to its site's edge, where sites have edges. */
export const vivaceEdgePort = 21082;

/** The UDP port of a proxy between sites. */
export const vivaceProxyPort = 21083;

/** The most bytes of a key: its container and its name. */
export const vivaceKeyBytesMax = 255;

/** The most bytes of a value as it goes over the wire. */
export const vivaceValueBytesMax = 8600;

/** The most members of a replica set that a `W-LOCAL` can name. */
export const vivaceTargetsMax = 15;

/**
 * What a Vivace message is, by the tags of the paper: `rTs` is R-TS. An answer has the number of its request plus 32.
 * Numbers below 16 are the critical requests of Algorithms 1 and 3.
 */
export const vivaceKind = {
  rTs: 1,
  rData: 2,
  wTs: 3,
  orTs: 4,
  orData: 5,
  owTs: 6,
  wLocal: 16,
  wRemote: 17,
  r: 18,
  w: 19,
  or: 20,
  ow: 21,
  exec: 22,
  delegate: 23,
  survey: 24,
  holding: 25,
  ackRTs: 33,
  ackRData: 34,
  ackWTs: 35,
  ackOrTs: 36,
  ackOrData: 37,
  ackOwTs: 38,
  ackWLocal: 48,
  ackWRemote: 49,
  ackR: 50,
  ackW: 51,
  ackOr: 52,
  ackOw: 53,
  ackExec: 54,
  ackDelegate: 55,
  ackSurvey: 56,
  ackHolding: 57,
} as const;

/** The name of a kind of message. */
export type VivaceKindName = keyof typeof vivaceKind;

/** What a replica says to a request. The paper has one accept bit; `unsure` is for a replica that has forgotten. */
export const vivaceVerdict = { refused: 0, accepted: 1, unsure: 2 } as const;

/** The name of a verdict. */
export type VivaceVerdictName = keyof typeof vivaceVerdict;

/** The beginning of every Vivace message, after UDP: 9 bytes. */
export const vivace = headerSpec(
  "vivace_t",
  [
    { name: "kind", width: 6, doc: "What this message is.", values: vivaceKind },
    { name: "verdict", width: 2, doc: "The accept bit of an answer (paper §4.2).", values: vivaceVerdict },
    { name: "timestamp", width: 64, doc: "48 bits of clock in 16 us, then 16 bits of client number." },
  ],
  "A message of the Vivace protocol. In a critical request the key follows, up to the end.",
);

/** What follows `vivace_t` in a critical answer: it needs no key, because it names its request. */
export const vivaceAnswer = headerSpec(
  "vivace_answer_t",
  [{ name: "request", width: 64, doc: "The timestamp of the request." }],
  "The rest of a critical answer.",
);

/** What follows `vivace_t` in a message that carries data. */
export const vivaceData = headerSpec(
  "vivace_data_t",
  [
    { name: "request", width: 64, doc: "In an answer the timestamp of the request." },
    { name: "present", width: 1, doc: "1 when there is a value; an object that was never written has none." },
    { name: "reserved", width: 3, doc: "0." },
    { name: "targets", width: 4, doc: "How many members of the replica set follow the key." },
    { name: "key_length", width: 8, doc: "Bytes of the key, which follows." },
  ],
  "The rest of a message with data: then come the key, the targets and the value, up to the end.",
);

/** A member of a replica set in a `W-LOCAL`. */
export const vivaceTarget = headerSpec(
  "vivace_target_t",
  [
    { name: "address", width: 32, doc: "IPv4 address." },
    { name: "port", width: 16, doc: "UDP port." },
  ],
  "Where a replica is.",
);
