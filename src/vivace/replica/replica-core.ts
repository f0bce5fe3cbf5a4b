import type { RecordPosition, StoredRecord } from "../../io/index.js";
import { type UdpEnd, vivaceKind } from "../../wire/index.js";
import { type Commands, type IncomingMessage, Latencies, type RetryLimits } from "../protocol/index.js";
import { onRead, onWrite } from "./abd.js";
import {
  onReadData,
  onReadTimestamp,
  onWriteLocal,
  onWriteRemote,
  onWriteRemoteAnswered,
  onWriteTimestamp,
} from "./algorithm1.js";
import { onOrderRead, onOrderWrite } from "./algorithm2.js";
import { onOrderData, onOrderTimestamp, onOrderWriteTimestamp } from "./algorithm3.js";
import { onExec } from "./exec.js";
import type { Handler, ReplicaParts } from "./handler.js";
import { Propagations } from "./propagations.js";
import { type Load, type Persist, ReplicaContext, type ReplicaEffect } from "./replica-context.js";
import { onHolding, onSurvey } from "./survey.js";
import { WaitingRequests } from "./waiting-requests.js";

const handlers: ReadonlyMap<number, Handler> = new Map([
  [vivaceKind.r, onRead],
  [vivaceKind.w, onWrite],
  [vivaceKind.rTs, onReadTimestamp],
  [vivaceKind.rData, onReadData],
  [vivaceKind.wTs, onWriteTimestamp],
  [vivaceKind.wLocal, onWriteLocal],
  [vivaceKind.wRemote, onWriteRemote],
  [vivaceKind.ackWRemote, onWriteRemoteAnswered],
  [vivaceKind.or, onOrderRead],
  [vivaceKind.ow, onOrderWrite],
  [vivaceKind.orTs, onOrderTimestamp],
  [vivaceKind.orData, onOrderData],
  [vivaceKind.owTs, onOrderWriteTimestamp],
  [vivaceKind.exec, onExec],
  [vivaceKind.survey, onSurvey],
  [vivaceKind.holding, onHolding],
]);

/** What a replica can be told. All of it has a default. */
export interface ReplicaConfig {
  /** How long to wait until a value is sent to the replica set again. */
  readonly retry: RetryLimits;
}

/** The defaults of a replica. */
const defaultReplicaConfig: ReplicaConfig = {
  retry: { initialUs: 500_000, minUs: 20_000, maxUs: 10_000_000 },
};

/**
 * A storage server of Vivace: the "upon receive" parts of ABD and Algorithms 1 to 3, for objects of replica sets and
 * of local sets alike. It does no input or output: messages, completions and the time go in, effects come out.
 *
 * What it upholds:
 * 1. Nothing is told of an object before all that the replica knows of it is durable.
 * 2. `ts[key]` and `ots[key]` never go back, and `ts[key] ≤ ots[key]`.
 * 3. The value that goes with a timestamp never changes, and no duplicate takes it away.
 */
export class ReplicaCore {
  readonly #parts: ReplicaParts;

  /** `self` is where this replica is: what it sends there it handles itself. */
  constructor(self: UdpEnd, config: Partial<ReplicaConfig> = {}, commands: Commands = new Map()) {
    const { retry } = { ...defaultReplicaConfig, ...config };
    const context = new ReplicaContext(self);
    const propagations = new Propagations(context, new Latencies(retry));
    this.#parts = { context, waiting: new WaitingRequests(), propagations, commands };
  }

  /** Takes in a record that was found in storage; call it for each, in order, before `start`. */
  recover(header: Uint8Array, position: RecordPosition): void {
    this.#parts.context.recover(header, position);
  }

  /** Goes on with what an earlier life has left undone; call it once, before the first message. */
  start(nowUs: number): readonly ReplicaEffect[] {
    return this.#handle(nowUs, () => {
      for (const object of this.#parts.context.objects) {
        for (const timestamp of object.localBuffer.keys()) this.#parts.propagations.start(object, timestamp);
      }
    });
  }

  /** Handles a message; kinds that are not for replicas are ignored. */
  step(message: IncomingMessage, nowUs: number): readonly ReplicaEffect[] {
    return this.#handle(nowUs, () => this.#dispatch(message));
  }

  /** A record is durable, at `position`. */
  persisted(persist: Persist, position: RecordPosition, nowUs: number): readonly ReplicaEffect[] {
    return this.#handle(nowUs, () => this.#parts.context.persisted(persist, position));
  }

  /** A record was read; undefined when its bytes are damaged. */
  loaded(load: Load, record: StoredRecord | undefined, nowUs: number): readonly ReplicaEffect[] {
    return this.#handle(nowUs, () => this.#parts.context.loaded(load, record));
  }

  /** Does what is due at `nowUs`. */
  tick(nowUs: number): readonly ReplicaEffect[] {
    return this.#handle(nowUs, () => this.#parts.context.deadlines.run(nowUs));
  }

  /** When `tick` is due next; undefined when nothing is under way. */
  nextDeadlineUs(): number | undefined {
    return this.#parts.context.deadlines.nextUs();
  }

  #handle(nowUs: number, handle: () => void): readonly ReplicaEffect[] {
    const { context } = this.#parts;
    context.nowUs = nowUs;
    handle();
    for (let looped = context.takeLooped(); looped; looped = context.takeLooped()) {
      this.#dispatch({ source: context.self, message: looped.message });
    }
    return context.takeEffects();
  }

  #dispatch(asked: IncomingMessage): void {
    const { context, waiting } = this.#parts;
    handlers.get(asked.message.kind)?.(this.#parts, asked, context.object(asked.message.key));
    for (let object = context.takeChanged(); object; object = context.takeChanged()) {
      for (const each of waiting.take(object.key)) {
        handlers.get(each.message.kind)?.(this.#parts, each, object);
      }
    }
  }
}
