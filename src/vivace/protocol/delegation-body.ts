import { headerSpec } from "../../base/index.js";
import { headerCodec } from "../../wire/index.js";
import { keyBytes, keyText } from "./message.js";

/** What a delegate can be asked to do. */
const delegatedOperation = { read: 0, write: 1, execute: 2 } as const;

/** The name of an operation for a delegate. */
export type DelegatedOperation = keyof typeof delegatedOperation;

/** What a client asks a delegate to do on its behalf (paper §3.4.2): the value of a DELEGATE. */
export interface DelegationRequest {
  readonly operation: DelegatedOperation;
  /** The life of the delegate that the client has in mind; 0 when it knows none. A read may be done in any life. */
  readonly life: bigint;
  /** How many of the message's targets are the replica set; the rest is the local set. */
  readonly replicas: number;
  /** The name of the command, for `execute`. */
  readonly name: string;
  /** The value to write, or the argument of the command. */
  readonly data: Uint8Array;
}

/**
 * How a delegate has fared: `otherLife` when it did nothing, because the request was for an earlier life of it, or is so
 * old that its answer is forgotten.
 */
export const delegationEnd = { done: 0, failed: 1, otherLife: 2 } as const;

/** What a delegate answers: the value of an ACK-DELEGATE. */
export interface DelegationReply {
  /** One of `delegationEnd`. */
  readonly end: number;
  readonly life: bigint;
  /** The value or result, if there is one; when failed the code of the error. */
  readonly data: Uint8Array | undefined;
}

const requestHead = headerSpec("vivace_delegate_t", [
  { name: "life", width: 64, doc: "The life of the delegate that is meant." },
  { name: "operation", width: 4, doc: "What to do.", values: delegatedOperation },
  { name: "replicas", width: 4, doc: "How many of the targets are the replica set." },
  { name: "name_length", width: 8, doc: "Bytes of the command's name, which follows; the data is the rest." },
]);
const replyHead = headerSpec("vivace_delegate_reply_t", [
  { name: "life", width: 64, doc: "The life of the delegate." },
  { name: "end", width: 4, doc: "How it ended.", values: delegationEnd },
  { name: "present", width: 4, doc: "1 when there is data." },
]);
const codecs = { request: headerCodec(requestHead), reply: headerCodec(replyHead) };
const operations = new Map(
  Object.entries(delegatedOperation).map(([name, number]) => [number as number, name as DelegatedOperation]),
);

/** The bytes of a request to a delegate. */
export function encodeDelegationRequest(asked: DelegationRequest): Uint8Array {
  const { life, operation, replicas, name, data } = asked;
  const nameAt = codecs.request.byteLength;
  const bytes = new Uint8Array(nameAt + name.length + data.length);
  const head = { life, operation: delegatedOperation[operation], replicas, name_length: name.length };
  codecs.request.encode(head, bytes, 0);
  bytes.set(keyBytes(name), nameAt);
  bytes.set(data, nameAt + name.length);
  return bytes;
}

/** Reads a request to a delegate; undefined when it is none. */
export function decodeDelegationRequest(bytes: Uint8Array): DelegationRequest | undefined {
  const head = codecs.request.decode(bytes, 0);
  const operation = head && operations.get(head.operation);
  if (head === undefined || operation === undefined) return undefined;
  const nameAt = codecs.request.byteLength;
  const dataAt = nameAt + head.name_length;
  if (dataAt > bytes.length) return undefined;
  const { life, replicas } = head;
  const name = keyText(bytes.subarray(nameAt, dataAt));
  return { operation, life, replicas, name, data: bytes.subarray(dataAt) };
}

/** The bytes of a delegate's answer. */
export function encodeDelegationReply({ end, life, data }: DelegationReply): Uint8Array {
  const bytes = new Uint8Array(codecs.reply.byteLength + (data?.length ?? 0));
  codecs.reply.encode({ life, end, present: data === undefined ? 0 : 1 }, bytes, 0);
  if (data !== undefined) bytes.set(data, codecs.reply.byteLength);
  return bytes;
}

/** Reads a delegate's answer; undefined when it is none. */
export function decodeDelegationReply(bytes: Uint8Array): DelegationReply | undefined {
  const head = codecs.reply.decode(bytes, 0);
  if (head === undefined) return undefined;
  const { end, life, present } = head;
  return { end, life, data: present === 1 ? bytes.subarray(codecs.reply.byteLength) : undefined };
}
