import type { RecordPosition } from "../io/index.js";
import type { LogRecord } from "./log-record.js";
import type { Message, OutgoingMessage } from "./message.js";

/** A record to make durable; when it is, `persisted` sends the reply, if there is one. */
export interface Persist {
  readonly kind: "persist";
  readonly record: LogRecord;
  readonly value: Uint8Array;
  readonly reply?: OutgoingMessage | undefined;
  /** A message that is answered with a report once the record is durable. */
  readonly question?: Message;
}

/** A record to read; what it holds goes to `loaded`. */
export interface Load {
  readonly kind: "load";
  readonly position: RecordPosition;
  /** The message that asked for it; undefined for what the server itself wants to know. */
  readonly message: Message | undefined;
}

/** No record before `before` is needed any more: the storage may free its space. */
export interface Release {
  readonly kind: "release";
  readonly before: RecordPosition;
}

/** What a log server wants done. */
export type LogServerEffect =
  | { readonly kind: "send"; readonly message: OutgoingMessage }
  | Persist
  | Load
  | Release;
