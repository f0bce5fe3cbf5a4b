import { decodeUtf8 } from "../../base/index.js";
import {
  answerKind,
  isCritical,
  type UdpEnd,
  type VivaceKindName,
  type VivaceMessage,
  type VivaceVerdictName,
  vivaceKind,
  vivaceVerdict,
} from "../../wire/index.js";

/** A message that a core wants to send. */
export interface OutgoingMessage {
  readonly destination: UdpEnd;
  readonly message: VivaceMessage;
}

/** A message that arrived. */
export interface IncomingMessage {
  readonly source: UdpEnd;
  readonly message: VivaceMessage;
}

const nothing = new Uint8Array(0);

/** Makes a request about an object. */
export function request(
  kind: VivaceKindName,
  key: Uint8Array,
  timestamp: bigint,
  rest: { readonly value?: Uint8Array; readonly targets?: readonly UdpEnd[] } = {},
): VivaceMessage {
  const { targets = [], value } = rest;
  const message = {
    kind: vivaceKind[kind],
    verdict: vivaceVerdict.refused,
    timestamp,
    request: 0n,
    key,
    targets,
  };
  return value === undefined ? message : { ...message, value };
}

/** Makes the answer to a request; it names the request by its timestamp. */
export function answer(
  { source, message }: IncomingMessage,
  verdict: VivaceVerdictName,
  timestamp: bigint,
  value?: Uint8Array,
): OutgoingMessage {
  const kind = answerKind(message.kind);
  const key = isCritical(kind) ? nothing : message.key;
  const named = { request: message.timestamp, key, targets: [] };
  const said = { kind, verdict: vivaceVerdict[verdict], timestamp, ...named };
  return { destination: source, message: value === undefined ? said : { ...said, value } };
}

/** A number that stands for one end, for use as a key; no two ends share one. */
export function endKey({ address, port }: UdpEnd): number {
  return address * 65_536 + port;
}

/** A key's bytes as a text of one character a byte, for use as a key of a map. */
export function keyText(key: Uint8Array): string {
  let text = "";
  for (const byte of key) text += String.fromCharCode(byte);
  return text;
}

/** The bytes behind `keyText`. */
export function keyBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** A key as people read it: UTF-8, or one character a byte when it is none. */
export function shownKey(key: Uint8Array): string {
  return decodeUtf8(key) ?? keyText(key);
}

/** How many of `count` members are a majority: ⌈(count + 1) / 2⌉. */
export function majorityOf(count: number): number {
  return Math.floor(count / 2) + 1;
}
