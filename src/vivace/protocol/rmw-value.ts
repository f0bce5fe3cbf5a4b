import { headerSpec } from "../../base/index.js";
import { headerCodec } from "../../wire/index.js";
import { RecentStamps } from "./recent-stamps.js";

/** The value of an RMW object: its state, and whose commands are in it. */
export interface RmwValue {
  /** Absent before the first command. */
  readonly state: Uint8Array | undefined;
  /** The order timestamps of the commands that made the state, of each of the last clients the newest. */
  readonly applied: RecentStamps;
}

const head = headerSpec(
  "vivace_rmw_t",
  [
    { name: "forgotten", width: 64, doc: "Up to here timestamps may be missing." },
    { name: "applied", width: 8, doc: "How many timestamps follow; then comes the state." },
  ],
  "The beginning of an RMW object's value.",
);
const stamp = headerSpec("vivace_stamp_t", [{ name: "timestamp", width: 64 }]);
const codecs = { head: headerCodec(head), stamp: headerCodec(stamp) };

/** The bytes of an RMW object's value. */
export function encodeRmwValue(state: Uint8Array, applied: RecentStamps): Uint8Array {
  const { stamps, forgotten } = applied;
  const stateAt = codecs.head.byteLength + stamps.length * codecs.stamp.byteLength;
  const bytes = new Uint8Array(stateAt + state.length);
  codecs.head.encode({ forgotten, applied: stamps.length }, bytes, 0);
  for (const [number, timestamp] of stamps.entries()) {
    codecs.stamp.encode({ timestamp }, bytes, codecs.head.byteLength + number * codecs.stamp.byteLength);
  }
  bytes.set(state, stateAt);
  return bytes;
}

/** Reads an RMW object's value, without bytes that of a new object; undefined when it was written as an RW object. */
export function decodeRmwValue(bytes: Uint8Array | undefined): RmwValue | undefined {
  const applied = new RecentStamps();
  if (bytes === undefined) return { state: undefined, applied };
  const beginning = codecs.head.decode(bytes, 0);
  const stateAt = codecs.head.byteLength + (beginning?.applied ?? 0) * codecs.stamp.byteLength;
  if (beginning === undefined || stateAt > bytes.length) return undefined;
  const stamps: bigint[] = [];
  for (let at = codecs.head.byteLength; at < stateAt; at += codecs.stamp.byteLength) {
    stamps.push(codecs.stamp.decode(bytes, at)?.timestamp ?? 0n);
  }
  applied.restore(beginning.forgotten, stamps);
  return { state: bytes.subarray(stateAt), applied };
}
