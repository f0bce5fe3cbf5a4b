import { headerSpec } from "../../base/index.js";
import { headerCodec } from "../../wire/index.js";
import { keyBytes, keyText } from "./message.js";

/** What a client asks replicas to run (paper §3.4.2, executing commands at replicas): the value of an EXEC. */
export interface ExecRequest {
  /** The timestamp of the state on which to run the command. */
  readonly mts: bigint;
  /** Order timestamps of earlier attempts of the same `execute`: the command must not run on a state with one of them. */
  readonly attempts: readonly bigint[];
  readonly name: string;
  readonly argument: Uint8Array;
}

/** How running a command has ended. */
export const execEnd = { done: 0, threw: 1, unknownCommand: 2, tooLarge: 3, notRmw: 4 } as const;

/** What a replica says of a command that it was asked to run: the value of an ACK-EXEC. */
export interface ExecReply {
  /** One of `execEnd`. */
  readonly end: number;
  /** The attempt that is in the state that the replica holds ready. */
  readonly attempt: bigint;
  /** The result of the command; empty when it did not run. */
  readonly result: Uint8Array;
}

const requestHead = headerSpec("vivace_exec_t", [
  { name: "mts", width: 64, doc: "Timestamp of the state." },
  { name: "attempts", width: 8, doc: "How many earlier attempts follow." },
  {
    name: "name_length",
    width: 8,
    doc: "Bytes of the command's name, which comes then; the argument is the rest.",
  },
]);
const replyHead = headerSpec("vivace_exec_reply_t", [
  { name: "end", width: 8, doc: "How it ended.", values: execEnd },
  { name: "attempt", width: 64, doc: "The attempt that is in the state." },
]);
const attemptSpec = headerSpec("vivace_attempt_t", [{ name: "timestamp", width: 64 }]);
const codecs = {
  request: headerCodec(requestHead),
  reply: headerCodec(replyHead),
  attempt: headerCodec(attemptSpec),
};

/** The most earlier attempts that a request to run a command can name. */
export const execAttemptsNamedMax = 32;

/** The bytes of a request to run a command; see `isCommandName` and `execAttemptsNamedMax`. */
export function encodeExecRequest({ mts, attempts, name, argument }: ExecRequest): Uint8Array {
  const nameAt = codecs.request.byteLength + attempts.length * codecs.attempt.byteLength;
  const bytes = new Uint8Array(nameAt + name.length + argument.length);
  codecs.request.encode({ mts, attempts: attempts.length, name_length: name.length }, bytes, 0);
  for (const [number, timestamp] of attempts.entries()) {
    const at = codecs.request.byteLength + number * codecs.attempt.byteLength;
    codecs.attempt.encode({ timestamp }, bytes, at);
  }
  bytes.set(keyBytes(name), nameAt);
  bytes.set(argument, nameAt + name.length);
  return bytes;
}

/** Reads a request to run a command; undefined when it is none. */
export function decodeExecRequest(bytes: Uint8Array): ExecRequest | undefined {
  const head = codecs.request.decode(bytes, 0);
  if (head === undefined) return undefined;
  const nameAt = codecs.request.byteLength + head.attempts * codecs.attempt.byteLength;
  const argumentAt = nameAt + head.name_length;
  if (argumentAt > bytes.length) return undefined;
  const attempts: bigint[] = [];
  for (let at = codecs.request.byteLength; at < nameAt; at += codecs.attempt.byteLength) {
    attempts.push(codecs.attempt.decode(bytes, at)?.timestamp ?? 0n);
  }
  const name = keyText(bytes.subarray(nameAt, argumentAt));
  return { mts: head.mts, attempts, name, argument: bytes.subarray(argumentAt) };
}

/** The bytes of what a replica says of a command. */
export function encodeExecReply({ end, attempt, result }: ExecReply): Uint8Array {
  const bytes = new Uint8Array(codecs.reply.byteLength + result.length);
  codecs.reply.encode({ end, attempt }, bytes, 0);
  bytes.set(result, codecs.reply.byteLength);
  return bytes;
}

/** Reads what a replica says of a command; undefined when it is none. */
export function decodeExecReply(bytes: Uint8Array): ExecReply | undefined {
  const head = codecs.reply.decode(bytes, 0);
  return head && { ...head, result: bytes.subarray(codecs.reply.byteLength) };
}
