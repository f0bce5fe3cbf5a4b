import {
  answerKind,
  type UdpEnd,
  type VivaceMessage,
  type VivaceVerdictName,
  vivaceVerdict,
} from "../../wire/index.js";
import { endKey, type Forget, majorityOf, type OutgoingMessage } from "../protocol/index.js";

/** An answer to a request. */
export interface Reply {
  readonly source: UdpEnd;
  readonly message: VivaceMessage;
}

/** Says when the replies are enough; `asked` is to how many replicas the request went. */
export type Enough = (replies: readonly Reply[], asked: number) => boolean;

/** A request and whom it goes to: the arguments of `sendwait` in the paper. */
export interface ExchangePlan {
  readonly message: VivaceMessage;
  readonly targets: readonly UdpEnd[];
  readonly enough: Enough;
  /** Who is asked, too, when the targets have not answered in time. */
  readonly fallback?: readonly UdpEnd[];
  /** After so many attempts with each target the exchange ends with what there is. */
  readonly attemptsMax?: number;
  /** Done whenever time is up for a target. */
  readonly onRetry?: () => void;
}

/** What an exchange needs of the client. */
export interface ExchangeSurroundings {
  readonly nowUs: () => number;
  readonly send: (message: OutgoingMessage) => void;
  readonly timeoutUs: (end: UdpEnd, kind: number, attempt: number) => number;
  readonly sample: (end: UdpEnd, kind: number, elapsedUs: number) => void;
  readonly alarm: (atUs: number, run: () => void) => Forget;
  /** Told when an exchange takes no more replies. */
  readonly ended: (exchange: Exchange) => void;
}

interface Asked {
  readonly end: UdpEnd;
  attempts: number;
  sentUs: number;
  retryUs: number;
}

/**
 * One request to several replicas, sent again to those that do not answer, until the replies are enough: `sendwait` in
 * the paper. Of each replica the first reply counts.
 */
export class Exchange {
  readonly replies: Reply[] = [];
  readonly #plan: ExchangePlan;
  readonly #surroundings: ExchangeSurroundings;
  readonly #silent = new Map<number, Asked>();
  #isDone = false;
  #whenDone: () => void = () => undefined;
  #forget: Forget = () => undefined;

  constructor(plan: ExchangePlan, surroundings: ExchangeSurroundings) {
    this.#plan = plan;
    this.#surroundings = surroundings;
    this.#add(plan.targets);
  }

  /** What names the replies that belong here. */
  get name(): string {
    const { kind, timestamp } = this.#plan.message;
    return exchangeName(answerKind(kind), timestamp);
  }

  get isDone(): boolean {
    return this.#isDone;
  }

  /** Calls back when the replies are enough. */
  whenDone(callback: () => void): void {
    this.#whenDone = callback;
  }

  /** Sends the request for the first time. */
  start(): void {
    this.#ask();
  }

  /** Takes in a reply; one from a replica that was not asked, or has replied, does not count. */
  take(reply: Reply): void {
    const asked = this.#silent.get(endKey(reply.source));
    if (this.#isDone || asked === undefined) return;
    const { nowUs, sample } = this.#surroundings;
    if (asked.attempts === 1) sample(asked.end, this.#plan.message.kind, nowUs() - asked.sentUs);
    this.#silent.delete(endKey(reply.source));
    this.replies.push(reply);
    if (this.#plan.enough(this.replies, this.replies.length + this.#silent.size)) this.#finish();
  }

  /** Waits for nothing more. */
  end(): void {
    this.#isDone = true;
    this.#forget();
    this.#surroundings.ended(this);
  }

  #finish(): void {
    this.end();
    this.#whenDone();
  }

  #add(ends: readonly UdpEnd[]): void {
    for (const end of ends) {
      const key = endKey(end);
      const isKnown = this.#silent.has(key) || this.replies.some(({ source }) => endKey(source) === key);
      if (!isKnown) this.#silent.set(key, { end, attempts: 0, sentUs: 0, retryUs: 0 });
    }
  }

  /** Sends the request to those whose time is up. */
  #ask(): void {
    const { send, timeoutUs, nowUs, alarm } = this.#surroundings;
    const { message } = this.#plan;
    for (const asked of this.#silent.values()) {
      if (asked.retryUs > nowUs()) continue;
      asked.sentUs = nowUs();
      asked.retryUs = asked.sentUs + timeoutUs(asked.end, message.kind, asked.attempts);
      asked.attempts += 1;
      send({ destination: asked.end, message });
    }
    if (this.#silent.size === 0) return;
    const nextUs = Math.min(...[...this.#silent.values()].map(({ retryUs }) => retryUs));
    this.#forget = alarm(nextUs, () => this.#askAgain());
  }

  #askAgain(): void {
    const { attemptsMax = Number.POSITIVE_INFINITY } = this.#plan;
    if ([...this.#silent.values()].every(({ attempts }) => attempts >= attemptsMax)) {
      this.#finish();
      return;
    }
    this.#add(this.#plan.fallback ?? []);
    this.#plan.onRetry?.();
    if (!this.#isDone) this.#ask();
  }
}

/** Replies belong to a request by their kind and by the request's timestamp. */
export function exchangeName(kind: number, timestamp: bigint): string {
  return `${kind} ${timestamp}`;
}

/** The first reply is enough. */
export const anyReply: Enough = (replies) => replies.length > 0;

/** Replies of a majority are enough, whatever they say. */
export const majority: Enough = (replies, asked) => replies.length >= majorityOf(asked);

/** How many replies have a verdict. */
export function countOf(replies: readonly Reply[], verdict: VivaceVerdictName): number {
  return replies.filter(({ message }) => message.verdict === vivaceVerdict[verdict]).length;
}

/** The largest timestamp in some replies. */
export function newestOf(replies: readonly Reply[]): bigint {
  return replies.reduce(
    (newest, { message }) => (message.timestamp > newest ? message.timestamp : newest),
    0n,
  );
}
