import { type RingWorldHeader, type RingWorldKindName, ringworldKind } from "../wire/index.js";

/** A RingWorld message that a protocol core wants to send. */
export interface OutgoingMessage {
  /** IPv4 address. */
  readonly destination: number;
  readonly header: RingWorldHeader;
  /** The entry's bytes. */
  readonly payload: Uint8Array;
}

/** A RingWorld message that arrived. */
export interface Message extends OutgoingMessage {
  /** IPv4 address of the host or switch that sent it. */
  readonly source: number;
}

const blank: RingWorldHeader = {
  version: 1,
  kind: 0,
  code: 0,
  replica: 0,
  view: 0,
  epoch: 0,
  ticket: 0,
  count: 0,
  index_hi: 0,
  index_lo: 0,
  sequence: 0,
  client: 0n,
  request: 0,
  tag: 0,
  reply_to: 0,
  stream: 0,
  length: 0,
  entries: 0,
};

const nothing = new Uint8Array(0);

/**
 * Makes a message; fields that are not given are 0.
 *
 * @example
 * outgoing(switchAddress, "ticket", { count: 8, client, request, reply_to: ownAddress });
 */
export function outgoing(
  destination: number,
  kind: RingWorldKindName,
  fields: Partial<RingWorldHeader>,
  payload: Uint8Array = nothing,
): OutgoingMessage {
  const header = { ...blank, ...fields, kind: ringworldKind[kind], length: payload.length };
  return { destination, header, payload };
}

/** Makes a message with all the fields of a header but its kind and length. */
export function answering(
  destination: number,
  kind: RingWorldKindName,
  fields: RingWorldHeader,
  payload: Uint8Array = nothing,
): OutgoingMessage {
  const header = { ...fields, kind: ringworldKind[kind], length: payload.length };
  return { destination, header, payload };
}
