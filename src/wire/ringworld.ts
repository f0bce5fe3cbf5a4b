import { headerSpec } from "../base/index.js";

/** Source and destination port of every RingWorld message. */
export const ringworldPort = 21079;

/** The value of `version`. */
export const ringworldVersion = 1;

/** The most bytes that an entry can have. */
export const entryBytesMax = 9000;

/** The most bytes that a message can carry: a pack of entries, where every link takes frames so long. */
export const payloadBytesMax = 64_000;

/** The most bytes that a frame can have. */
export const frameBytesMax = 64_216;

/** The most bytes that a message carries in a jumbo frame of Ethernet, 9,216 bytes: what every link takes. */
export const jumboPayloadBytes = 9000;

/** The attempt number with which a `read` asks the whole replica set. */
export const readAll = 255;

/** The bit of a `read` and a `fetch` with which a subscriber asks for a mark and a feed. */
export const subscribedRead = 2;

/** The bit of a `fetch` that says that junk was proposed for the index. */
export const contestedFetch = 1;

/** What a message is: its sender, its receiver and its meaning are in docs/PROTOCOL.md. */
export const ringworldKind = {
  append: 1,
  ticket: 2,
  write: 3,
  read: 4,
  fill: 5,
  releaseQuery: 6,
  confirm: 7,
  trim: 8,
  pending: 16,
  advance: 17,
  token: 32,
  tokenAck: 33,
  store: 48,
  stored: 49,
  witness: 50,
  fetch: 51,
  forget: 52,
  grant: 64,
  release: 65,
  committed: 66,
  refused: 67,
  data: 68,
  confirmed: 69,
  trimmed: 70,
  mark: 71,
  feed: 72,
  tick: 80,
  status: 96,
  statusReply: 97,
  setLane: 98,
  seal: 112,
  sealed: 113,
  survey: 114,
  surveyed: 115,
  list: 116,
  listed: 117,
  recall: 118,
  recalled: 119,
  restore: 120,
  restored: 121,
  install: 122,
  installed: 123,
} as const;

/** The name of a kind of message. */
export type RingWorldKindName = keyof typeof ringworldKind;

/** Why a request was refused. 0 means that nothing was. */
export const ringworldCode = {
  none: 0,
  notCommitted: 1,
  busy: 2,
  past: 3,
  conflict: 4,
  view: 5,
  epochPast: 6,
  missing: 7,
  tooLarge: 8,
  notServed: 9,
  trimmed: 10,
  fenced: 11,
  serverFenced: 12,
} as const;

/** The name of a code. */
export type RingWorldCodeName = keyof typeof ringworldCode;

/** The header of every RingWorld message, after UDP. */
export const ringworld = headerSpec(
  "ringworld_t",
  [
    { name: "version", width: 8, doc: "1." },
    { name: "kind", width: 8, doc: "What this message is.", values: ringworldKind },
    {
      name: "code",
      width: 8,
      doc: "Why a request was refused; options of a request.",
      values: ringworldCode,
    },
    { name: "replica", width: 8, doc: "One bit: the member of the replica set that this copy is for." },
    { name: "view", width: 32, doc: "View number (paper §3.2.3)." },
    { name: "epoch", width: 32, doc: "How often the token had visited the switch when the request arrived." },
    {
      name: "ticket",
      width: 32,
      doc: "Arrival count of a request at its switch; the first one of a release.",
    },
    { name: "count", width: 32, doc: "Indices asked for, or released; attempt number of a read." },
    { name: "index_hi", width: 32, doc: "Log index, upper half; in a token the largest index handed out." },
    { name: "index_lo", width: 32, doc: "Log index, lower half. The first index is 1; 0 is the empty log." },
    {
      name: "sequence",
      width: 32,
      doc: "Token: hop number. Inside a leader and in refusals: a commit cursor.",
    },
    { name: "client", width: 64, doc: "Unique for one life of a client." },
    { name: "request", width: 32, doc: "Number of the append within that client." },
    { name: "tag", width: 32, doc: "Identity of the value: a digest, never 0; 0 is junk." },
    { name: "reply_to", width: 32, doc: "IPv4 address that wants the answer." },
    { name: "stream", width: 32, doc: "Stream of the entry, 0 for none." },
    { name: "length", width: 16, doc: "Bytes of the entry that follow." },
    { name: "entries", width: 16, doc: "0: the payload is one entry. Else a pack of so many." },
  ],
  "A message of the RingWorld protocol.",
);
