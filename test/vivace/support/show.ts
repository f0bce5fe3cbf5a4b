import {
  type ClientEffect,
  decodeExecReply,
  decodeExecRequest,
  decodeRmwValue,
  execEnd,
  type OutgoingMessage,
  type ReplicaEffect,
} from "../../../src/vivace/index.js";
import {
  isCritical,
  rackHostAddress,
  type UdpEnd,
  type VivaceMessage,
  vivaceKind,
  vivacePort,
  vivaceVerdict,
} from "../../../src/wire/index.js";

const nameOf = (names: Readonly<Record<string, number>>, value: number) =>
  Object.keys(names).find((name) => names[name] === value) ?? `unknown(${value})`;

/** Replica `number` of the tests; `r1` in transcripts. */
export function replicaEnd(number: number): UdpEnd {
  return { address: rackHostAddress(1, number), port: vivacePort };
}

/** Client `number` of the tests; `c1` in transcripts. */
export function clientEnd(number: number): UdpEnd {
  return { address: rackHostAddress(2, number), port: vivacePort + number };
}

function showEnd({ address }: UdpEnd): string {
  return `${(address >> 8) % 256 === 1 ? "r" : "c"}${address % 256}`;
}

/** A timestamp as clock ticks and client number: `7.1`. */
function showTimestamp(timestamp: bigint): string {
  return `${timestamp >> 16n}.${timestamp & 0xffffn}`;
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A value as text; that of an RMW object with the timestamps of the commands in it: `"ab" of 7.1`. */
function showValue(value: Uint8Array): string {
  if (value[0] !== 0) return JSON.stringify(textOf(value));
  const decoded = decodeRmwValue(value);
  if (decoded === undefined) return `${value.length} bytes`;
  const { state = new Uint8Array(0), applied } = decoded;
  return `${JSON.stringify(textOf(state))} of ${applied.stamps.map(showTimestamp).join(" ")}`;
}

function showExecRequest(value: Uint8Array): string {
  const asked = decodeExecRequest(value);
  if (asked === undefined) return "no command";
  const { name, argument, mts, attempts } = asked;
  const earlier = attempts.length > 0 ? ` after ${attempts.map(showTimestamp).join(" ")}` : "";
  return `${name} ${JSON.stringify(textOf(argument))} on ${showTimestamp(mts)}${earlier}`;
}

function showExecReply(value: Uint8Array): string {
  const said = decodeExecReply(value);
  if (said === undefined) return "nothing";
  const { end, attempt, result } = said;
  return `${nameOf(execEnd, end)} ${showTimestamp(attempt)} ${JSON.stringify(textOf(result))}`;
}

/** A message on one line; critical ones have a star, as in the paper. */
export function showMessage(message: VivaceMessage): string {
  const { kind, verdict, timestamp, request, value } = message;
  const parts = [`${isCritical(kind) ? "*" : ""}${nameOf(vivaceKind, kind)}`, showTimestamp(timestamp)];
  if (kind >= 32) parts.push(`to ${showTimestamp(request)}`);
  if (kind >= 32 && verdict !== vivaceVerdict.accepted) parts.push(nameOf(vivaceVerdict, verdict));
  if (kind === vivaceKind.exec && value !== undefined) parts.push(showExecRequest(value));
  else if (kind === vivaceKind.ackExec && value !== undefined) parts.push(showExecReply(value));
  else if (value !== undefined) parts.push(showValue(value));
  return parts.join(" ");
}

export function showOutgoing({ destination, message }: OutgoingMessage): string {
  return `→ ${showEnd(destination)} ${showMessage(message)}`;
}

/** An effect on one line. */
export function showEffect(effect: ReplicaEffect | ClientEffect): string {
  switch (effect.kind) {
    case "send":
      return showOutgoing(effect.message);
    case "persist": {
      const { kind, timestamp } = effect.record;
      const body = effect.value.length > 0 ? ` ${showValue(effect.value)}` : "";
      return `persist ${kind} ${showTimestamp(timestamp)}${body}`;
    }
    case "load":
      return `load ${effect.position}`;
    case "done":
      return `operation ${effect.operation} done${effect.value ? `: ${JSON.stringify(textOf(effect.value))}` : ""}`;
    case "failed":
      return `operation ${effect.operation} failed: ${"code" in effect.error ? effect.error.code : "?"}`;
  }
}
