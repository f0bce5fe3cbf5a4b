import type { Random } from "../../base/index.js";
import { vivaceKind } from "../../wire/index.js";
import {
  type ClientConfig,
  ClientCore,
  type ClientEffect,
  type ClientTime,
  type ObjectPlace,
} from "../client/index.js";
import {
  answer,
  type Commands,
  Deadlines,
  type DelegationReply,
  type DelegationRequest,
  decodeDelegationRequest,
  delegationEnd,
  encodeDelegationReply,
  type IncomingMessage,
  keyBytes,
  type OutgoingMessage,
  tickUs,
  timestampOf,
} from "../protocol/index.js";
import { Answers } from "./answers.js";

/** A message that a delegate wants sent. */
export interface DelegateEffect {
  readonly kind: "send";
  readonly message: OutgoingMessage;
}

/** So long after an operation has ended its answer is kept for clients that have not heard it. */
const answerKeptUs = 60_000_000;

/**
 * Runs the algorithms on behalf of clients, next to a replica (paper §3.4.2, delegating to a replica). It does no input
 * or output. Copies of a request are done once: a change is done only for a client that knows this life of the
 * delegate, so that a request to an earlier life, which may have done it, is not done again.
 */
export class DelegateCore {
  readonly #client: ClientCore;
  readonly #clientNumber: number;
  readonly #answers = new Answers();
  readonly #deadlines = new Deadlines();
  readonly #underWay = new Map<number, IncomingMessage>();
  #lastNumber = 0;
  #life = 0n;
  #effects: DelegateEffect[] = [];

  /** The arguments are those of `ClientCore`; the client number is for one life only. */
  constructor(client: number, random: Random, config: Partial<ClientConfig>, commands: Commands) {
    this.#client = new ClientCore(client, random, { ...config, delegates: [] }, commands);
    this.#clientNumber = client;
  }

  /** Handles a message: a request of a client, or an answer of a replica. */
  step(message: IncomingMessage, time: ClientTime): readonly DelegateEffect[] {
    return this.#handle(time, () => {
      if (message.message.kind === vivaceKind.delegate) this.#asked(message, time);
      else this.#take(this.#client.step(message, time), time);
    });
  }

  /** Does what is due. */
  tick(time: ClientTime): readonly DelegateEffect[] {
    return this.#handle(time, () => {
      this.#deadlines.run(time.nowUs);
      this.#take(this.#client.tick(time), time);
    });
  }

  /** When `tick` is due next; undefined when nothing is under way or kept. */
  nextDeadlineUs(): number | undefined {
    const times = [this.#client.nextDeadlineUs(), this.#deadlines.nextUs()];
    return times.reduce((first, next) => Math.min(first ?? Infinity, next ?? Infinity), undefined);
  }

  #handle({ clockUs }: ClientTime, handle: () => void): readonly DelegateEffect[] {
    // No other life has this client number, so that whatever the clock says names this life alone.
    if (this.#life === 0n) this.#life = timestampOf(1 + Math.floor(clockUs / tickUs), this.#clientNumber);
    handle();
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  #asked(asked: IncomingMessage, time: ClientTime): void {
    const { value, timestamp } = asked.message;
    const wanted = value && decodeDelegationRequest(value);
    if (wanted === undefined) return;
    const fate = this.#answers.of(timestamp);
    const isForThisLife = wanted.operation === "read" || wanted.life === this.#life;
    if (fate === "forgotten" || !isForThisLife) {
      this.#send(asked, this.#said({ end: delegationEnd.otherLife, data: undefined }));
    } else if (fate === undefined) this.#begin(asked, wanted, time);
    else if (fate.kind === "answered") this.#send(asked, fate.reply);
  }

  #begin(asked: IncomingMessage, wanted: DelegationRequest, time: ClientTime): void {
    const { key, targets, timestamp } = asked.message;
    this.#lastNumber += 1;
    this.#underWay.set(this.#lastNumber, asked);
    this.#answers.set(timestamp, { kind: "under way" });
    const replicas = targets.slice(0, wanted.replicas);
    const place = { key, replicas, locals: targets.slice(wanted.replicas) };
    this.#take(this.#start(wanted, place, time), time);
  }

  #start(wanted: DelegationRequest, place: ObjectPlace, time: ClientTime): readonly ClientEffect[] {
    const { operation, name, data } = wanted;
    const number = this.#lastNumber;
    if (operation === "read") return this.#client.read(number, place, time);
    if (operation === "write") return this.#client.write(number, place, data, time);
    return this.#client.execute(number, place, { name, argument: data }, time);
  }

  #take(effects: readonly ClientEffect[], time: ClientTime): void {
    for (const effect of effects) {
      if (effect.kind === "send") this.#effects.push(effect);
      else if (effect.kind === "done") this.#end(effect.operation, delegationEnd.done, effect.value, time);
      else this.#end(effect.operation, delegationEnd.failed, keyBytes(effect.error.code), time);
    }
  }

  #end(operation: number, end: number, data: Uint8Array | undefined, { nowUs }: ClientTime): void {
    const asked = this.#underWay.get(operation);
    this.#underWay.delete(operation);
    if (asked === undefined) return;
    const reply = this.#said({ end, data });
    const { timestamp } = asked.message;
    this.#answers.set(timestamp, { kind: "answered", reply });
    this.#deadlines.set(nowUs + answerKeptUs, () => this.#answers.forget(timestamp));
    this.#send(asked, reply);
  }

  #said(said: Omit<DelegationReply, "life">): Uint8Array {
    return encodeDelegationReply({ ...said, life: this.#life });
  }

  #send(asked: IncomingMessage, reply: Uint8Array): void {
    this.#effects.push({ kind: "send", message: answer(asked, "accepted", asked.message.timestamp, reply) });
  }
}
