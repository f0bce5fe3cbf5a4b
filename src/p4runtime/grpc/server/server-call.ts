import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { P4RuntimeError } from "../../errors.js";
import { asP4RuntimeError } from "../../fault.js";
import { type CallStatus, toCallStatus } from "../status.js";
import { statusHeaders } from "./headers.js";
import { frameMessage, MessageReader } from "./message-reader.js";
import type { SessionBudget } from "./session-budget.js";

/** What serves a call: it is told of everything that comes. What it throws ends the call. */
export interface CallHandler {
  message(bytes: Buffer): void;
  /** The caller has no more to say. */
  end(): void;
  /** The call is over, by whomever; comes once. */
  over?(): void;
}

/** Headers of an answer. They are sent once and not changed. */
const answerHeaders = { ":status": 200, "content-type": "application/grpc" };
const withTrailers = { waitForTrailers: true, sendDate: false };
const withoutTrailers = { endStream: true, sendDate: false };

/** One call of a client: messages out, and the status at the end. */
export class ServerCall {
  readonly #stream: ServerHttp2Stream;
  readonly #budget: SessionBudget;
  #incomingBytes = 0;
  #outgoingBytes = 0;
  #trailers: Record<string, string | number> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(stream: ServerHttp2Stream, budget: SessionBudget) {
    this.#stream = stream;
    this.#budget = budget;
    stream.on("error", () => {});
  }

  /** Bytes that wait for a client that reads too slowly; no end of them when its connection holds too many. */
  get waitingBytes(): number {
    return this.#budget.isExceeded ? Number.POSITIVE_INFINITY : this.#stream.writableLength;
  }

  /** Nothing can be sent any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The stream takes nothing any more: its client has taken it back, or is gone. */
  get #isGone(): boolean {
    return this.#stream.destroyed || this.#stream.closed;
  }

  /** Hands all that comes to a handler. */
  serve(handler: CallHandler, headers: IncomingHttpHeaders, messageBytesMax: number): void {
    const guarded = (work: () => void) => {
      if (this.#isOver) return;
      try {
        work();
      } catch (error) {
        this.finish(toCallStatus(asP4RuntimeError(error)));
      }
    };
    this.#stream.on("close", () => {
      this.#end();
      this.#holds(0, 0);
      handler.over?.();
    });
    guarded(() => {
      const encoding = headers["grpc-encoding"];
      const reader = new MessageReader(typeof encoding === "string" ? encoding : "identity", messageBytesMax);
      this.#stream.on("data", (part: Buffer) =>
        guarded(() => {
          this.#refuseTooMuch();
          for (const message of reader.read(part)) guarded(() => handler.message(message));
          this.#holds(reader.heldBytes, this.#outgoingBytes);
          this.#refuseTooMuch();
        }),
      );
      this.#stream.on("end", () => guarded(() => handler.end()));
    });
  }

  /** Ends the call with this status after so many milliseconds; at once after none, before it does anything. */
  finishAfter(timeMs: number, status: CallStatus): void {
    if (timeMs === 0) {
      this.finish(status);
      return;
    }
    this.#timer = setTimeout(() => this.finish(status), timeMs);
    this.#timer.unref();
  }

  /** Whether the client takes more; when not, it is better to wait for `drained`. */
  send(message: Uint8Array): boolean {
    if (this.#isOver || this.#isGone) return true;
    const stream = this.#stream;
    const hold = () => this.#holds(this.#incomingBytes, stream.writableLength);
    if (!stream.headersSent) {
      this.#respond();
      stream.on("drain", hold);
    }
    const takesMore = stream.write(frameMessage(message));
    hold();
    return takesMore;
  }

  /** Resolves when all was taken, or when nothing can be sent any more. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#stream.off("drain", done).off("close", done);
        resolve();
      };
      if (this.#stream.destroyed) resolve();
      else this.#stream.on("drain", done).on("close", done);
    });
  }

  /** The last message and status OK: cheaper than one after the other. */
  answer(message: Uint8Array): void {
    if (this.#isOver || this.#isGone) return;
    this.#end();
    this.#trailers = { "grpc-status": 0 };
    this.#respond();
    this.#stream.end(frameMessage(message));
    this.#holds(0, message.length);
  }

  /** Ends the call. */
  finish(status: CallStatus): void {
    if (this.#isOver) return;
    this.#end();
    if (this.#isGone) return;
    const trailers = statusHeaders(status);
    if (this.#stream.headersSent) {
      this.#trailers = trailers;
      this.#stream.end();
    } else {
      this.#stream.respond({ ...answerHeaders, ...trailers }, withoutTrailers);
      this.#stopReading();
    }
  }

  #respond(): void {
    const stream = this.#stream;
    stream.respond(answerHeaders, withTrailers);
    stream.on("wantTrailers", () => {
      if (this.#isGone) return;
      stream.sendTrailers(this.#trailers ?? {});
      if (!stream.readableEnded) this.#stopReading();
    });
  }

  /** What the client still sends is not read; it is told so after the status. */
  #stopReading(): void {
    const stream = this.#stream;
    stream.resume();
    setImmediate(() => {
      if (!stream.readableEnded && !stream.destroyed) stream.close();
    });
  }

  /** So many bytes of this call are in memory now. */
  #holds(incomingBytes: number, outgoingBytes: number): void {
    this.#budget.add(incomingBytes + outgoingBytes - this.#incomingBytes - this.#outgoingBytes);
    this.#incomingBytes = incomingBytes;
    this.#outgoingBytes = outgoingBytes;
  }

  #refuseTooMuch(): void {
    if (!this.#budget.isExceeded) return;
    throw new P4RuntimeError("RESOURCE_EXHAUSTED", "the calls of this connection hold too much in memory");
  }

  #end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }
}
