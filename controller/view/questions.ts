import { outgoing } from "../../src/ringworld/index.js";
import type { RingWorldHeader, RingWorldKindName } from "../../src/wire/index.js";
import type { Fabric, Host } from "../fabric/model.js";
import type { ControlMessage } from "../ring/ring-control.js";

/** Takes the answer to a question. */
export type Answered = (header: RingWorldHeader, payload: Uint8Array) => void;

interface Question {
  readonly message: ControlMessage;
  readonly answered: Answered;
  askedUs: number;
}

const nothing = new Uint8Array(0);

/**
 * Questions to log servers, each through the server's own switch, and again until it is answered. An answer echoes the
 * number of its question (`epoch`) and the mark of the controller's life (`sequence`).
 */
export class Questions {
  #hosts: ReadonlyMap<string, Host>;
  readonly #mark: number;
  readonly #retryUs: number;
  readonly #open = new Map<number, Question>();
  #lastNumber = 0;

  constructor(fabric: Fabric, mark: number, retryUs: number) {
    this.#hosts = hostsByName(fabric);
    this.#mark = mark;
    this.#retryUs = retryUs;
  }

  /** From now on hosts are where another fabric has them. */
  changeFabric(fabric: Fabric): void {
    this.#hosts = hostsByName(fabric);
  }

  /** How many questions have no answer yet. */
  get open(): number {
    return this.#open.size;
  }

  /** Asks a log server; the message goes out with the next `due`. */
  ask(
    server: string,
    kind: RingWorldKindName,
    fields: Partial<RingWorldHeader>,
    answered: Answered,
    payload: Uint8Array = nothing,
  ): void {
    const host = this.#hosts.get(server);
    if (host === undefined) return;
    this.#lastNumber += 1;
    const named = { ...fields, epoch: this.#lastNumber, sequence: this.#mark };
    const message = { switch: host.switch, message: outgoing(host.ip, kind, named, payload) };
    this.#open.set(this.#lastNumber, { message, answered, askedUs: Number.NEGATIVE_INFINITY });
  }

  /** Handles an answer; what answers no open question is ignored. */
  step(header: RingWorldHeader, payload: Uint8Array): void {
    const question = header.sequence === this.#mark ? this.#open.get(header.epoch) : undefined;
    if (question === undefined) return;
    this.#open.delete(header.epoch);
    question.answered(header, payload);
  }

  /** The questions that are new, or have waited for their answer long enough to be asked again. */
  due(nowUs: number): readonly ControlMessage[] {
    const due = [...this.#open.values()].filter(({ askedUs }) => nowUs - askedUs >= this.#retryUs);
    for (const question of due) question.askedUs = nowUs;
    return due.map(({ message }) => message);
  }

  /** Forgets every question. */
  clear(): void {
    this.#open.clear();
  }
}

function hostsByName({ hosts }: Fabric): ReadonlyMap<string, Host> {
  return new Map(hosts.map((host) => [host.name, host]));
}
