import type { ServiceError } from "@grpc/grpc-js";
import { BatchError, type BatchFailure, canonicalCodeName, P4RuntimeError } from "../errors.js";
import { type Any, p4, rpc } from "../messages/index.js";

/** Where gRPC carries a google.rpc.Status. */
const detailsKey = "grpc-status-details-bin";
const errorTypeUrl = "type.googleapis.com/p4.v1.Error";

/** Header blocks of 64 KiB and more are dropped without a word to the caller; this leaves room for the rest. */
const detailsBytesMax = 48 * 1024;
/** The C library begins to refuse headers at 8 KiB, base 64 and all, unless it is told to take more. */
const detailsBytesWithTextsMax = 5_500;
const messageLengthMax = 256;
/** What a text costs besides itself: its own tag and length, and longer lengths of what it is in. */
const lengthPrefixBytesMax = 8;

/** How a call ends. */
export interface CallStatus {
  readonly code: number;
  readonly details: string;
  /** A google.rpc.Status. */
  readonly detailsBytes?: Uint8Array;
}

export const okStatus: CallStatus = { code: 0, details: "" };

/**
 * The status of a call that failed. A batch's has one p4.v1.Error for each of its items, in order, with code OK
 * for those that succeeded (section 12.3). They travel in a header, whose size is limited: when there are many,
 * only the first ones have their texts, and when there are thousands, none is sent.
 */
export function toCallStatus(error: P4RuntimeError, batchSize = 0): CallStatus {
  const details = error.message.slice(0, messageLengthMax);
  const status = { code: error.number, details };
  if (!(error instanceof BatchError)) return status;
  const detailsBytes = packStatus(error, details, batchSize);
  return detailsBytes.length <= detailsBytesMax ? { ...status, detailsBytes } : status;
}

/** What a failed call means. When it says so for each item of a batch, the errors are back at their items. */
export function fromServiceError<Item>(error: ServiceError, batch: readonly Item[] = []): P4RuntimeError {
  const failures = unpackDetails(error, batch);
  if (failures.length > 0) return new BatchError(failures, { cause: error });
  return new P4RuntimeError(canonicalCodeName(error.code), error.details, { cause: error });
}

/** Whether grpc-js made this error. */
export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && "code" in error && "details" in error && "metadata" in error;
}

function packStatus(error: BatchError<unknown>, message: string, batchSize: number): Uint8Array {
  const statuses = Array.from({ length: batchSize }, () => p4.Error.create({}));
  for (const { index, error: reason } of error.failures) statuses[index] = toErrorMessage(reason, "");
  let room = detailsBytesWithTextsMax - encodeStatus(error.number, message, statuses).length;
  for (const { index, error: reason } of error.failures) {
    const text = reason.message.slice(0, messageLengthMax);
    room -= Buffer.byteLength(text) + lengthPrefixBytesMax;
    if (room < 0) break;
    statuses[index] = toErrorMessage(reason, text);
  }
  return encodeStatus(error.number, message, statuses);
}

function encodeStatus(code: number, message: string, statuses: readonly p4.Error[]): Uint8Array {
  const details = statuses.map((status) => ({
    typeUrl: errorTypeUrl,
    value: p4.Error.encode(status).finish(),
  }));
  return rpc.Status.encode({ code, message, details }).finish();
}

/** A single failure as p4.v1.Error has it. */
function toErrorMessage(error: P4RuntimeError, message: string): p4.Error {
  const { space = "", code = 0 } = error.target ?? {};
  return { canonicalCode: error.number, message, space, code, details: undefined };
}

function unpackDetails<Item>(error: ServiceError, batch: readonly Item[]): BatchFailure<Item>[] {
  const [bytes] = error.metadata.get(detailsKey);
  if (!(bytes instanceof Uint8Array)) return [];
  try {
    const { details } = rpc.Status.decode(bytes);
    if (details.length !== batch.length) return [];
    return batch.flatMap((item, index) => toFailure(item, index, details[index]));
  } catch {
    return [];
  }
}

function toFailure<Item>(item: Item, index: number, detail: Any | undefined): BatchFailure<Item>[] {
  if (detail === undefined) return [];
  const { canonicalCode, message, space, code } = p4.Error.decode(detail.value);
  if (canonicalCode === 0) return [];
  const target = space === "" && code === 0 ? {} : { target: { space, code } };
  return [{ index, item, error: new P4RuntimeError(canonicalCodeName(canonicalCode), message, target) }];
}
