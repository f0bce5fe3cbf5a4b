import { CodedError, type Random } from "../../base/index.js";
import { type UdpEnd, vivaceKeyBytesMax } from "../../wire/index.js";
import {
  type Commands,
  type Forget,
  type IncomingMessage,
  isCommandName,
  keyText,
  type MissingValue,
  shownKey,
  valueBytesMax,
} from "../protocol/index.js";
import {
  delegated,
  executeSteps,
  holdersSteps,
  readSteps,
  surveySteps,
  writeSteps,
} from "./algorithms/index.js";
import { type ClientConfig, defaultClientConfig } from "./client-config.js";
import { ClientContext, type ClientEffect, type ClientTime } from "./client-context.js";
import { type ObjectPlace, Session, type Steps } from "./session.js";
import { Turns } from "./turns.js";
import { vivaceError } from "./vivace-error.js";

/** A command by its name, and its argument. */
export interface CommandCall {
  readonly name: string;
  readonly argument: Uint8Array;
}

interface Operation {
  readonly number: number;
  readonly session: Session;
  readonly steps: Steps<Uint8Array | undefined>;
  readonly ended: () => void;
}

/** An operation that has begun. */
interface Begun extends Operation {
  readonly stopClock: Forget;
}

/**
 * A client of the store: the functions of ABD and Algorithms 1 to 3. It does no input or output: operations, messages
 * and the time go in, effects come out. The caller numbers its operations; each ends with exactly one effect other
 * than `send`.
 */
export class ClientCore {
  readonly #context: ClientContext;
  readonly #turns = new Turns();

  readonly #commands: Commands;

  /** `client` is the client's number in its timestamps, 0 … 65,535; see `TimestampSource`. */
  constructor(
    client: number,
    random: Random,
    config: Partial<ClientConfig> = {},
    commands: Commands = new Map(),
  ) {
    this.#commands = commands;
    this.#context = new ClientContext(client, random, { ...defaultClientConfig, ...config });
  }

  /** Begins to read an RW object; ends with `done`, without a value when it was never written, or `failed`. */
  read(number: number, place: ObjectPlace, time: ClientTime): readonly ClientEffect[] {
    return this.#look(number, "read", place, time, readSteps);
  }

  /** Begins to write an RW object; ends with `done` or `failed`. The value must not change until then. */
  write(number: number, place: ObjectPlace, value: Uint8Array, time: ClientTime): readonly ClientEffect[] {
    return this.#handle(time, () => {
      this.#change(number, this.#session("write", place), value, (session) => writeSteps(session, value));
    });
  }

  /** Begins to run a command on an RMW object; ends with `done`, with the result, or `failed`. */
  execute(
    number: number,
    place: ObjectPlace,
    called: CommandCall,
    time: ClientTime,
  ): readonly ClientEffect[] {
    return this.#handle(time, () => {
      const session = this.#session(`command ${called.name}`, place);
      const steps = this.#executeSteps(session, called);
      if (steps === undefined) this.#fail(number, vivaceError("VIVACE-NO-COMMAND", session.what));
      else this.#change(number, session, called.argument, () => steps);
    });
  }

  /** Begins to ask a replica for a part of its survey; ends with `done`, without a value when it is silent. */
  survey(number: number, end: UdpEnd, from: number, time: ClientTime): readonly ClientEffect[] {
    const place = { key: new Uint8Array(0), replicas: [end], locals: [] };
    return this.#look(number, "survey", place, time, (session) => surveySteps(session, end, from));
  }

  /** Begins to ask replicas whether they hold a value; ends with `done` and a byte of `holding` for each. */
  holders(
    number: number,
    { key, timestamp }: MissingValue,
    replicas: readonly UdpEnd[],
    time: ClientTime,
  ): readonly ClientEffect[] {
    const place = { key, replicas, locals: [] };
    return this.#look(number, "holders", place, time, (session) => holdersSteps(session, timestamp));
  }

  /** Handles a message; kinds that are not for clients are ignored. */
  step(message: IncomingMessage, time: ClientTime): readonly ClientEffect[] {
    return this.#handle(time, () => this.#context.take(message));
  }

  /** Does what is due. */
  tick(time: ClientTime): readonly ClientEffect[] {
    return this.#handle(time, () => this.#context.deadlines.run(time.nowUs));
  }

  /** When `tick` is due next; undefined when nothing is under way. */
  nextDeadlineUs(): number | undefined {
    return this.#context.deadlines.nextUs();
  }

  #handle(time: ClientTime, handle: () => void): readonly ClientEffect[] {
    this.#context.setTime(time);
    handle();
    return this.#context.takeEffects();
  }

  /** Begins what changes nothing. */
  #look(
    number: number,
    verb: string,
    place: ObjectPlace,
    time: ClientTime,
    steps: (session: Session) => Steps<Uint8Array | undefined>,
  ): readonly ClientEffect[] {
    return this.#handle(time, () => {
      const session = this.#session(verb, place);
      this.#begin({ number, session, steps: steps(session), ended: () => undefined });
    });
  }

  /** Undefined when nobody knows the command; a delegate may know others than this client. */
  #executeSteps(
    session: Session,
    { name, argument }: CommandCall,
  ): Steps<Uint8Array | undefined> | undefined {
    if (!isCommandName(name)) return undefined;
    const isDelegated = session.config.delegates.length > 0;
    if (isDelegated) return delegated(session, { operation: "execute", name, data: argument });
    const command = this.#commands.get(name);
    return command && executeSteps(session, { name, command, argument });
  }

  #session(verb: string, place: ObjectPlace): Session {
    return new Session(`${verb} of ${JSON.stringify(shownKey(place.key))}`, place, this.#context);
  }

  /** A client changes an object once at a time: replicas remember of each client the newest timestamp only. */
  #change(
    number: number,
    session: Session,
    data: Uint8Array,
    start: (session: Session) => Steps<Uint8Array | undefined>,
  ): void {
    const { key } = session.place;
    if (data.length > valueBytesMax || key.length > vivaceKeyBytesMax) {
      this.#fail(number, vivaceError("VIVACE-TOO-LARGE", session.what));
      return;
    }
    const name = keyText(key);
    const ended = () => this.#turns.release(name);
    this.#turns.take(name, () => this.#begin({ number, session, steps: start(session), ended }));
  }

  #begin(operation: Operation): void {
    const stopClock = this.#context.alarm(this.#context.config.timeoutUs, () => this.#expire(begun));
    const begun = { ...operation, stopClock };
    this.#advance(begun);
  }

  #expire(operation: Begun): void {
    const { lacksData, what } = operation.session;
    this.#fail(operation.number, vivaceError(lacksData ? "VIVACE-NO-DATA" : "VIVACE-TIMEOUT", what));
    this.#end(operation);
  }

  /** Lets an operation go on until it has to wait. */
  #advance(operation: Begun): void {
    try {
      for (let step = operation.steps.next(); ; step = operation.steps.next()) {
        if (step.done) {
          this.#context.settle({ kind: "done", operation: operation.number, value: step.value });
          this.#end(operation);
          return;
        }
        if (step.value.isDone) continue;
        step.value.whenDone(() => this.#advance(operation));
        return;
      }
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      this.#fail(operation.number, error);
      this.#end(operation);
    }
  }

  #fail(operation: number, error: CodedError): void {
    this.#context.settle({ kind: "failed", operation, error });
  }

  #end(operation: Begun): void {
    operation.stopClock();
    operation.session.end();
    operation.ended();
  }
}
