import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import type { ControllerPacket, Entity } from "p4runtime-js-grpc/values";
import type { Cancel, Timers } from "../../src/io/index.js";
import type { Managed } from "../reconcile/managed.js";
import { reconcile } from "../reconcile/reconcile.js";
import type { Connect, SwitchConnection, SwitchTarget } from "./connection.js";

/** What an agent tells. */
export interface AgentListener {
  /** The switch can be written to; `mark` is the one with which it was loaded, 0 for none. */
  connected(mark: bigint): void;
  /** It cannot be written to; the agent tries again later. */
  disconnected(reason: string): void;
  /** The switch is loaded anew. */
  prepared(mark: bigint): void;
  /** The switch holds its plan. */
  activated(mark: bigint): void;
  packetIn(packet: ControllerPacket): void;
}

export interface AgentOptions {
  readonly target: SwitchTarget;
  readonly pipeline: PipelineConfig;
  /** What of the pipeline belongs to the controller. */
  readonly managed: Managed;
  readonly connect: Connect;
  readonly timers: Timers;
  /** How long to wait after a failure. */
  readonly retryUs: number;
}

/** Keeps one switch connected, and writes into it, one thing after the other. */
export class SwitchAgent {
  readonly #options: AgentOptions;
  readonly #listener: AgentListener;
  #connection: SwitchConnection | undefined;
  /** The mark with which the switch is loaded: its view, and whose that is. */
  #mark = 0n;
  /** What it holds, as long as that is known without asking: from its preparation on this connection on. */
  #held: readonly Entity[] | undefined;
  #retry: Cancel | undefined;
  #work: Promise<void> = Promise.resolve();
  /** One packet waits for the stream at a time. */
  #sending: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: AgentOptions, listener: AgentListener) {
    this.#options = options;
    this.#listener = listener;
  }

  start(): void {
    this.#work = this.#connect();
  }

  /** Sends a packet into the switch; when there is no connection, it is lost, as packets may be. */
  packetOut(packet: ControllerPacket): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#sending = this.#sending.then(() => connection.packetOut(packet)).catch(() => undefined);
  }

  /** Reads from the switch, beside whatever is written; undefined when there is no connection, or it fails. */
  async read(filters: readonly Entity[]): Promise<readonly Entity[] | undefined> {
    return this.#connection?.read(filters).catch(() => undefined);
  }

  /** Loads the program anew, with the mark of a view, and writes the first entries. */
  prepare(mark: bigint, entities: readonly Entity[]): void {
    this.#do(async (connection) => {
      await connection.load(this.#options.pipeline, mark);
      this.#mark = mark;
      this.#held = undefined;
      await connection.write(entities.map((entity) => ({ type: "insert", entity })));
      this.#held = entities;
      this.#listener.prepared(mark);
    });
  }

  /** Makes the switch hold what a plan of its view says. */
  activate(mark: bigint, entities: readonly Entity[]): void {
    this.#do(async (connection) => {
      if (this.#mark !== mark) throw new Error("the switch is in another view");
      const held = this.#held;
      this.#held = undefined;
      await reconcile(connection, entities, { held, managed: this.#options.managed });
      this.#listener.activated(mark);
    });
  }

  /** Ends the connection, and resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#retry?.();
    await this.#work;
    await this.#connection?.close();
    this.#connection = undefined;
  }

  /** Does something after what is under way; what fails ends the connection. */
  #do(act: (connection: SwitchConnection) => Promise<void>): void {
    const connection = this.#connection;
    this.#work = this.#work.then(async () => {
      if (connection === undefined || connection !== this.#connection || this.#closed) return;
      try {
        await act(connection);
      } catch (error) {
        if (connection === this.#connection) this.#lost(messageOf(error));
      }
    });
  }

  async #connect(): Promise<void> {
    const { connect, target, pipeline } = this.#options;
    let connection: SwitchConnection | undefined;
    let lostBecause: string | undefined;
    const lost = (reason: string): void => {
      if (connection === undefined || this.#connection !== connection) lostBecause = reason;
      else this.#lost(reason);
    };
    try {
      connection = await connect(target, { packetIn: (packet) => this.#listener.packetIn(packet), lost });
      const mark = await connection.loadedMark(pipeline);
      // What a switch has loaded before it loads faster again, when everybody waits for it.
      if (mark === 0n) await connection.load(pipeline, mark);
      if (lostBecause !== undefined) throw new Error(lostBecause);
      this.#connection = connection;
      this.#mark = mark;
      this.#held = undefined;
      this.#sending = Promise.resolve();
      if (!this.#closed) this.#listener.connected(mark);
    } catch (error) {
      await connection?.close();
      this.#lost(messageOf(error));
    }
  }

  #lost(reason: string): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.close().catch(() => undefined);
    if (this.#closed) return;
    this.#listener.disconnected(reason);
    this.#retry = this.#options.timers.schedule(this.#options.retryUs, () => this.start());
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
