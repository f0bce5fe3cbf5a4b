import { assert, headerSpec } from "../../base/index.js";
import { headerCodec, type UdpEnd, vivaceTarget } from "../../wire/index.js";

/** What a record of a replica says. Replaying all of them in order gives the replica's state. */
export const recordKind = {
  /** `ts[key]` became the timestamp, and the value is the one in the buffer, or ⊥ (W-TS, OW-TS). */
  adopt: 1,
  /** `ts[key]` became the timestamp, and the value is the body (ABD, Algorithm 2). */
  write: 2,
  /** `ots[key]` became the timestamp (OR, OR-TS). */
  promise: 3,
  /** The value of a timestamp came (W-REMOTE). */
  remote: 4,
  /** A value to pass on to the targets came (W-LOCAL). */
  local: 5,
  /** The value of a timestamp is passed on. */
  settled: 6,
} as const;

/** The name of a kind of record. */
export type RecordKindName = keyof typeof recordKind;

const recordHead = headerSpec(
  "vivace_record_t",
  [
    { name: "kind", width: 8, doc: "What the record says.", values: recordKind },
    { name: "targets", width: 8, doc: "How many replicas follow the key." },
    { name: "key_length", width: 8, doc: "Bytes of the key, which follows." },
    { name: "reserved", width: 8, doc: "0." },
    { name: "timestamp", width: 64, doc: "The timestamp that it is about." },
  ],
  "The header of a record of a replica; the body is a value.",
);

/** What happened to an object. */
export interface ReplicaRecord {
  readonly kind: RecordKindName;
  readonly key: Uint8Array;
  readonly timestamp: bigint;
  readonly targets: readonly UdpEnd[];
}

const codec = headerCodec(recordHead);
const targetCodec = headerCodec(vivaceTarget);
const names = new Map(
  Object.entries(recordKind).map(([name, kind]) => [kind as number, name as RecordKindName]),
);

/** The bytes of a record's header. */
export function encodeRecord({ kind, key, timestamp, targets }: ReplicaRecord): Uint8Array {
  const targetsAt = codec.byteLength + key.length;
  const bytes = new Uint8Array(targetsAt + targets.length * targetCodec.byteLength);
  const lengths = { targets: targets.length, key_length: key.length, reserved: 0 };
  codec.encode({ kind: recordKind[kind], ...lengths, timestamp }, bytes, 0);
  bytes.set(key, codec.byteLength);
  for (const [number, { address, port }] of targets.entries()) {
    targetCodec.encode({ address, port }, bytes, targetsAt + number * targetCodec.byteLength);
  }
  return bytes;
}

/** Reads a record's header; storage has checked its bytes, so that anything else than a record is a bug. */
export function decodeRecord(bytes: Uint8Array): ReplicaRecord {
  const head = codec.decode(bytes, 0);
  const kind = head && names.get(head.kind);
  assert(head !== undefined && kind !== undefined, `a replica record of ${bytes.length} bytes`);
  const targetsAt = codec.byteLength + head.key_length;
  const targets = Array.from({ length: head.targets }, (_, number) => {
    const target = targetCodec.decode(bytes, targetsAt + number * targetCodec.byteLength);
    assert(target !== undefined, "a record holds all its targets");
    return target;
  });
  return { kind, key: bytes.slice(codec.byteLength, targetsAt), timestamp: head.timestamp, targets };
}
