import { once } from "node:events";
import type { ClientDuplexStream, ServiceError } from "@grpc/grpc-js";
import { decodeElectionId, encodeElectionId } from "../election.js";
import { canonicalCodeName, P4RuntimeError } from "../errors.js";
import { p4RuntimeService } from "../grpc/service.js";
import { fromServiceError } from "../grpc/status.js";
import { type Any, p4 } from "../messages/index.js";
import type { Calls } from "./calls.js";
import type { ArbitrationState, Listeners } from "./events.js";

type Received = NonNullable<p4.StreamMessageResponse["update"]>;

export interface SessionOptions {
  readonly deviceId: bigint;
  readonly role: string;
  readonly roleConfig: Any | undefined;
  readonly electionId: bigint | undefined;
}

/** The stream of a client: its arbitration, and what it sends and hears (sections 5 and 16). */
export class Session {
  readonly #options: SessionOptions;
  readonly #listeners: Listeners;
  readonly #call: ClientDuplexStream<p4.StreamMessageRequest, p4.StreamMessageResponse>;
  readonly #onMessage: (update: Received) => void;
  readonly #ended: Promise<void>;
  #electionId: bigint | undefined;
  #state: ArbitrationState | undefined;
  #failure: P4RuntimeError | undefined;
  #isOpen = true;
  #isClosing = false;

  /** @param onMessage gets everything but arbitration and stream errors */
  constructor(
    calls: Calls,
    options: SessionOptions,
    listeners: Listeners,
    onMessage: (update: Received) => void,
  ) {
    this.#options = options;
    this.#listeners = listeners;
    this.#onMessage = onMessage;
    this.#electionId = options.electionId;
    this.#call = calls.bidirectional(p4RuntimeService.streamChannel);
    this.#call.on("data", (message: p4.StreamMessageResponse) => this.#receive(message));
    this.#call.on("error", (error: ServiceError) => {
      this.#failure ??= fromServiceError(error);
    });
    this.#ended = new Promise((resolve) => {
      this.#call.on("status", () => {
        this.#end();
        resolve();
      });
    });
  }

  get electionId(): bigint | undefined {
    return this.#electionId;
  }

  /** Undefined until the switch has answered for the first time. */
  get state(): ArbitrationState | undefined {
    return this.#state;
  }

  /** Asks to be counted with an election id, and resolves with what the switch makes of it. */
  arbitrate(electionId: bigint | undefined, timeoutMs: number): Promise<ArbitrationState> {
    const id = encodeElectionId(electionId);
    this.#electionId = electionId;
    const { deviceId, role, roleConfig } = this.#options;
    const answer = this.#next(() => true, timeoutMs, `no answer to the arbitration of device ${deviceId}`);
    this.#call.write({
      update: {
        $case: "arbitration",
        value: {
          deviceId,
          role: role === "" ? undefined : p4.Role.create({ name: role, config: roleConfig }),
          electionId: id,
          status: undefined,
        },
      },
    });
    return answer;
  }

  /** Resolves as soon as this client is primary. */
  async primary(timeoutMs: number): Promise<void> {
    if (this.#state?.isPrimary === true) return;
    await this.#next((state) => state.isPrimary, timeoutMs, "another controller stays primary");
  }

  /** Resolves when the stream takes more. */
  async send(message: p4.StreamMessageRequest): Promise<void> {
    this.#requireOpen();
    if (this.#call.write(message)) return;
    await Promise.race([once(this.#call, "drain"), this.#ended]);
    this.#requireOpen();
  }

  /** Ends the stream and waits until the switch has done so, too. */
  async close(timeoutMs: number): Promise<void> {
    this.#isClosing = true;
    if (!this.#isOpen) return;
    this.#call.end();
    const patience = setTimeout(() => this.#call.cancel(), timeoutMs);
    await this.#ended;
    clearTimeout(patience);
  }

  #receive({ update }: p4.StreamMessageResponse): void {
    if (update?.$case === "arbitration") this.#arbitrated(update.value);
    else if (update?.$case === "error") this.#listeners.emit("streamError", streamError(update.value));
    else if (update !== undefined) this.#onMessage(update);
  }

  #arbitrated(message: p4.MasterArbitrationUpdate): void {
    const code = canonicalCodeName(message.status?.code ?? 0);
    const wasPrimary = this.#state?.isPrimary === true;
    const state = {
      isPrimary: code === "OK",
      hasPrimary: code !== "NOT_FOUND",
      electionId: decodeElectionId(message.electionId),
    };
    this.#state = state;
    this.#listeners.emit("arbitration", state);
    if (wasPrimary && !state.isPrimary) this.#listeners.emit("primaryLost", state);
  }

  #end(): void {
    const wasPrimary = this.#state?.isPrimary === true;
    this.#isOpen = false;
    this.#failure ??= new P4RuntimeError("UNAVAILABLE", "the switch has ended the stream");
    this.#state = { isPrimary: false, hasPrimary: false, electionId: this.#state?.electionId };
    if (wasPrimary && !this.#isClosing) this.#listeners.emit("primaryLost", this.#state);
    this.#listeners.emit("closed", this.#isClosing ? undefined : this.#failure);
  }

  /** The next arbitration state that is as wanted. */
  #next(
    wanted: (state: ArbitrationState) => boolean,
    timeoutMs: number,
    reason: string,
  ): Promise<ArbitrationState> {
    this.#requireOpen();
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        stopArbitration();
        stopClosed();
        act();
      };
      const timer = setTimeout(
        () => settle(() => reject(new P4RuntimeError("DEADLINE_EXCEEDED", `${reason} in ${timeoutMs} ms`))),
        timeoutMs,
      );
      const stopArbitration = this.#listeners.on("arbitration", (state) => {
        if (wanted(state)) settle(() => resolve(state));
      });
      const stopClosed = this.#listeners.on("closed", () => settle(() => reject(this.#closedError())));
    });
  }

  #requireOpen(): void {
    if (!this.#isOpen || this.#isClosing) throw this.#closedError();
  }

  #closedError(): P4RuntimeError {
    if (this.#isClosing || this.#failure === undefined)
      return new P4RuntimeError("CANCELLED", "the client is closed");
    return this.#failure;
  }
}

function streamError(message: p4.StreamError): P4RuntimeError {
  const { canonicalCode, space, code } = message;
  const target = space === "" && code === 0 ? {} : { target: { space, code } };
  return new P4RuntimeError(canonicalCodeName(canonicalCode), message.message, target);
}
