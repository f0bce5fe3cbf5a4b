import { type UdpEnd, vivaceKind } from "../../wire/index.js";
import { endKey, type Forget, keyText, type Latencies, majorityOf, request } from "../protocol/index.js";
import type { ObjectState } from "./object-state.js";
import type { ReplicaContext } from "./replica-context.js";

/** After a majority has a value, the rest of the replica set is asked this often before it is left alone. */
const extraAttemptsMax = 6;

interface Propagation {
  readonly object: ObjectState;
  readonly timestamp: bigint;
  readonly majority: number;
  readonly missing: Map<number, UdpEnd>;
  readonly begunUs: number;
  answers: number;
  attempts: number;
  extraAttempts: number;
  forget: Forget;
}

/**
 * Passes the values of `local_buf` on to the replica set (`async` in W-LOCAL). The paper is content with a majority,
 * since TCP brings the rest; here what is left is sent again a few times more.
 */
export class Propagations {
  readonly #context: ReplicaContext;
  readonly #latencies: Latencies;
  readonly #underWay = new Map<string, Propagation>();

  constructor(context: ReplicaContext, latencies: Latencies) {
    this.#context = context;
    this.#latencies = latencies;
  }

  /** How many values are on their way. */
  get size(): number {
    return this.#underWay.size;
  }

  /** Begins to pass on a value of `local_buf`. */
  start(object: ObjectState, timestamp: bigint): void {
    const targets = object.localBuffer.get(timestamp)?.targets ?? [];
    const propagation: Propagation = {
      object,
      timestamp,
      majority: majorityOf(targets.length),
      begunUs: this.#context.nowUs,
      missing: new Map(targets.map((target) => [endKey(target), target])),
      answers: 0,
      attempts: 0,
      extraAttempts: 0,
      forget: () => undefined,
    };
    this.#underWay.set(nameOf(object, timestamp), propagation);
    this.#attempt(propagation);
  }

  /** A replica has said that it has a value. */
  answered(object: ObjectState, timestamp: bigint, source: UdpEnd): void {
    const propagation = this.#underWay.get(nameOf(object, timestamp));
    if (propagation === undefined || !propagation.missing.delete(endKey(source))) return;
    if (propagation.attempts === 1) {
      const elapsedUs = this.#context.nowUs - propagation.begunUs;
      this.#latencies.sample(source, vivaceKind.wRemote, elapsedUs);
    }
    propagation.answers += 1;
    if (propagation.missing.size === 0) this.#end(propagation);
  }

  #attempt(propagation: Propagation): void {
    const { object, timestamp, missing } = propagation;
    const local = object.localBuffer.get(timestamp);
    const isEnough = propagation.answers >= propagation.majority;
    if (
      local === undefined ||
      missing.size === 0 ||
      (isEnough && propagation.extraAttempts >= extraAttemptsMax)
    ) {
      this.#end(propagation);
      return;
    }
    if (isEnough) propagation.extraAttempts += 1;
    this.#context.withBytes(local.held, (value) => {
      const message = request("wRemote", object.key, timestamp, { value });
      for (const destination of missing.values()) this.#context.send({ destination, message });
    });
    this.#waitThenRetry(propagation);
  }

  #waitThenRetry(propagation: Propagation): void {
    const { deadlines, nowUs } = this.#context;
    const waitsUs = [...propagation.missing.values()].map((end) =>
      this.#latencies.timeoutUs(end, vivaceKind.wRemote, propagation.attempts),
    );
    propagation.attempts += 1;
    propagation.forget = deadlines.set(nowUs + Math.max(...waitsUs), () => this.#attempt(propagation));
  }

  #end({ object, timestamp, forget }: Propagation): void {
    forget();
    this.#underWay.delete(nameOf(object, timestamp));
    if (object.localBuffer.has(timestamp)) this.#context.record(object, "settled", timestamp);
  }
}

function nameOf({ key }: ObjectState, timestamp: bigint): string {
  return `${timestamp} ${keyText(key)}`;
}
