import { CodedError } from "../../src/base/index.js";
import {
  type ClientEffect,
  type LogServerEffect,
  type Message,
  type OutgoingMessage,
  outgoing,
  showPosition,
} from "../../src/ringworld/index.js";
import {
  formatIpv4,
  indexOf,
  type RingWorldHeader,
  type RingWorldKindName,
  ringworldCode,
  ringworldKind,
} from "../../src/wire/index.js";

const nameOf = (names: Readonly<Record<string, number>>, value: number) =>
  Object.keys(names).find((name) => names[name] === value) ?? `unknown(${value})`;

const shownFields = ["view", "epoch", "ticket", "count", "sequence", "request", "stream"] as const;

/** A message on one line: receiver, kind, code, the fields that are not 0, and the bytes as text. */
export function showMessage({ destination, header, payload }: OutgoingMessage): string {
  const parts = [formatIpv4(destination), nameOf(ringworldKind, header.kind)];
  if (header.code !== 0) parts.push(nameOf(ringworldCode, header.code));
  if (indexOf(header) !== 0n) parts.push(`index=${indexOf(header)}`);
  for (const field of shownFields) if (header[field] !== 0) parts.push(`${field}=${header[field]}`);
  if (header.length > 0) parts.push(JSON.stringify(new TextDecoder().decode(payload)));
  return parts.join(" ");
}

/** An effect on one line. */
export function showEffect(effect: ClientEffect | LogServerEffect): string {
  switch (effect.kind) {
    case "send":
      return showMessage(effect.message);
    case "persist":
      return `persist view=${effect.record.view} index=${indexOf(effect.record)} ${effect.value.length} bytes`;
    case "load":
      return `load ${effect.position}`;
    case "release":
      return `release before ${effect.before}`;
    case "appended":
      return `operation ${effect.operation}: appended ${showPosition(effect)}`;
    case "trimmed":
    case "tail":
      return `operation ${effect.operation}: ${effect.kind} ${effect.index}`;
    case "pack": {
      const { index, junk, values } = effect.pack;
      const shown = values.map((value) => JSON.stringify(new TextDecoder().decode(value)));
      return `operation ${effect.operation}: entry ${index} ${junk ? "junk" : shown.join(" ")}`;
    }
    case "failed":
      return `operation ${effect.operation}: ${effect.error instanceof CodedError ? effect.error.code : "?"}`;
  }
}

/** A message as if it had arrived. */
export function arrived(
  source: number,
  destination: number,
  kind: RingWorldKindName,
  fields: Partial<RingWorldHeader>,
  text = "",
): Message {
  const { header, payload } = outgoing(destination, kind, fields, new TextEncoder().encode(text));
  return { source, destination, header, payload };
}
