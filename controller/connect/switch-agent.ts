import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import type { ControllerPacket } from "p4runtime-js-grpc/values";
import type { Cancel, Timers } from "../../src/io/index.js";
import type { SwitchPlan } from "../plan/plan.js";
import { type Reconciliation, reconcile } from "../reconcile/reconcile.js";
import type { Connect, SwitchConnection, SwitchTarget } from "./connection.js";

/** What an agent tells. */
export interface AgentListener {
  /** The switch holds what the plan says. */
  connected(done: Reconciliation): void;
  /** It cannot be written to; the agent tries again later. */
  disconnected(reason: string): void;
  packetIn(packet: ControllerPacket): void;
}

export interface AgentOptions {
  readonly target: SwitchTarget;
  readonly plan: SwitchPlan;
  readonly pipeline: PipelineConfig;
  readonly connect: Connect;
  readonly timers: Timers;
  /** How long to wait after a failure. */
  readonly retryUs: number;
}

/** Keeps one switch connected and as its plan says, for as long as it runs. */
export class SwitchAgent {
  readonly #options: AgentOptions;
  readonly #listener: AgentListener;
  #connection: SwitchConnection | undefined;
  #retry: Cancel | undefined;
  #attempt: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: AgentOptions, listener: AgentListener) {
    this.#options = options;
    this.#listener = listener;
  }

  start(): void {
    this.#attempt = this.#connect();
  }

  /** Sends a packet into the switch; when there is no connection, it is lost, as packets may be. */
  packetOut(packet: ControllerPacket): void {
    this.#connection?.packetOut(packet).catch(() => undefined);
  }

  /** Ends the connection, and resolves when nothing of it is left. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#retry?.();
    await this.#attempt;
    await this.#connection?.close();
    this.#connection = undefined;
  }

  async #connect(): Promise<void> {
    const { connect, target, pipeline, plan } = this.#options;
    let connection: SwitchConnection | undefined;
    let lostBecause: string | undefined;
    const lost = (reason: string): void => {
      if (this.#connection === undefined) lostBecause = reason;
      else this.#lost(reason);
    };
    try {
      connection = await connect(target, { packetIn: (packet) => this.#listener.packetIn(packet), lost });
      const done = await reconcile(connection, pipeline, plan);
      if (lostBecause !== undefined) throw new Error(lostBecause);
      this.#connection = connection;
      if (!this.#closed) this.#listener.connected(done);
    } catch (error) {
      await connection?.close();
      this.#lost(error instanceof Error ? error.message : String(error));
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
