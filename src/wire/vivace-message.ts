import { assert } from "../base/index.js";
import { headerCodec } from "./codec.js";
import type { UdpEnd } from "./udp-datagram.js";
import {
  vivace,
  vivaceAnswer,
  vivaceData,
  vivaceKeyBytesMax,
  vivaceKind,
  vivaceTarget,
  vivaceTargetsMax,
  vivaceValueBytesMax,
} from "./vivace.js";

/** A Vivace message. What its kind does not carry is 0 or empty. */
export interface VivaceMessage {
  /** One of `vivaceKind`. */
  readonly kind: number;
  /** One of `vivaceVerdict`. */
  readonly verdict: number;
  readonly timestamp: bigint;
  /** In answers the timestamp of the request; 64 bits. */
  readonly request: bigint;
  /** Absent in critical answers, which name their request instead. */
  readonly key: Uint8Array;
  readonly targets: readonly UdpEnd[];
  /** Absent when the object was never written, and in all messages that carry no data. */
  readonly value?: Uint8Array | undefined;
}

/** How the rest of a message is laid out after `vivace_t`. */
type Layout = "critical request" | "critical answer" | "data";

const { rTs, wTs, orTs, owTs, wLocal, rData, orData } = vivaceKind;
const answerOffset = vivaceKind.ackRTs - vivaceKind.rTs;
const criticalRequests: readonly number[] = [rTs, rData, wTs, orTs, orData, owTs];
/** Answers without data: those of R-DATA and OR-DATA carry the value. W-LOCAL itself carries data, its answer none. */
const criticalAnswers: readonly number[] = [rTs, wTs, orTs, owTs, wLocal].map((kind) => kind + answerOffset);

/** Whether messages of this kind are sent with priority: those that the paper marks with a star. */
export function isCritical(kind: number): boolean {
  return layoutOf(kind) !== "data";
}

/** The kind of the answer to a request. */
export function answerKind(kind: number): number {
  return kind + answerOffset;
}

function layoutOf(kind: number): Layout {
  if (criticalRequests.includes(kind)) return "critical request";
  return criticalAnswers.includes(kind) ? "critical answer" : "data";
}

const codecs = {
  head: headerCodec(vivace),
  answer: headerCodec(vivaceAnswer),
  data: headerCodec(vivaceData),
  target: headerCodec(vivaceTarget),
};
const restAt = codecs.head.byteLength;
const keyAt = restAt + codecs.data.byteLength;
const nothing = new Uint8Array(0);
const kinds = new Set<number>(Object.values(vivaceKind));

/**
 * The bytes of a message: critical ones are 9 bytes and the key, or 17 bytes, within the 25 of the paper (§4.2) for
 * keys of up to 16 bytes. Keys, values and targets above their limits assert.
 */
export function encodeVivace(message: VivaceMessage): Uint8Array {
  assert(message.key.length <= vivaceKeyBytesMax, `a key of ${message.key.length} bytes`);
  const layout = layoutOf(message.kind);
  if (layout === "data") return encodeData(message);
  const isRequest = layout === "critical request";
  const bytes = headed(message, isRequest ? message.key.length : codecs.answer.byteLength);
  if (isRequest) bytes.set(message.key, restAt);
  else codecs.answer.encode({ request: message.request }, bytes, restAt);
  return bytes;
}

function headed(message: VivaceMessage, restLength: number): Uint8Array {
  const { kind, verdict, timestamp } = message;
  const bytes = new Uint8Array(restAt + restLength);
  codecs.head.encode({ kind, verdict, timestamp }, bytes, 0);
  return bytes;
}

function encodeData(message: VivaceMessage): Uint8Array {
  const { key, targets, value = nothing } = message;
  assert(value.length <= vivaceValueBytesMax, `a value of ${value.length} bytes`);
  assert(targets.length <= vivaceTargetsMax, `${targets.length} targets`);
  const targetsAt = keyAt + key.length;
  const valueAt = targetsAt + targets.length * codecs.target.byteLength;
  const bytes = headed(message, valueAt + value.length - restAt);
  const present = message.value === undefined ? 0 : 1;
  const lengths = { targets: targets.length, key_length: key.length };
  codecs.data.encode({ request: message.request, present, reserved: 0, ...lengths }, bytes, restAt);
  bytes.set(key, keyAt);
  for (const [number, target] of targets.entries()) {
    codecs.target.encode({ ...target }, bytes, targetsAt + number * codecs.target.byteLength);
  }
  bytes.set(value, valueAt);
  return bytes;
}

/** Reads a message that came from anywhere; undefined when it is none. Key and value are views of the bytes. */
export function decodeVivace(bytes: Uint8Array): VivaceMessage | undefined {
  const head = codecs.head.decode(bytes, 0);
  if (head === undefined || !kinds.has(head.kind)) return undefined;
  const layout = layoutOf(head.kind);
  if (layout === "data") return decodeData(head, bytes);
  if (layout === "critical request") {
    const key = bytes.subarray(restAt);
    return key.length > vivaceKeyBytesMax ? undefined : { ...head, request: 0n, key, targets: [] };
  }
  const rest = codecs.answer.decode(bytes, restAt);
  return rest && { ...head, request: rest.request, key: nothing, targets: [] };
}

function decodeData(
  head: Pick<VivaceMessage, "kind" | "verdict" | "timestamp">,
  bytes: Uint8Array,
): VivaceMessage | undefined {
  const rest = codecs.data.decode(bytes, restAt);
  if (rest === undefined) return undefined;
  const targetsAt = keyAt + rest.key_length;
  const valueAt = targetsAt + rest.targets * codecs.target.byteLength;
  if (valueAt > bytes.length || bytes.length - valueAt > vivaceValueBytesMax) return undefined;
  const targets: UdpEnd[] = [];
  for (let at = targetsAt; at < valueAt; at += codecs.target.byteLength) {
    const target = codecs.target.decode(bytes, at);
    if (target) targets.push(target);
  }
  const message = { ...head, request: rest.request, key: bytes.subarray(keyAt, targetsAt), targets };
  return rest.present === 1 ? { ...message, value: bytes.subarray(valueAt) } : message;
}
