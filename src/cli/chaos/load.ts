import { setTimeout as wait } from "node:timers/promises";
import type { HostAttachment } from "../fabric/host-attachment.js";
import { type LogSession, openLogSession } from "../fabric/log-session.js";
import type { AppendRecord } from "./append-record.js";

/** How much is appended while processes die. */
export interface LoadOptions {
  /** Appends that each client has under way at once. */
  readonly workers: number;
  /** Between the end of an append and the next one of the same worker. */
  readonly thinkMs: number;
  readonly valueBytes: number;
}

/** Clients that append all the time, and remember what was acknowledged. */
export class Load {
  readonly records: AppendRecord[] = [];
  /** Appends that failed, and why. */
  readonly failures: string[] = [];
  readonly #options: LoadOptions;
  readonly #sessions: readonly LogSession[];
  readonly #workers: readonly Promise<void>[];
  #stopped = false;

  private constructor(
    hosts: readonly HostAttachment[],
    sessions: readonly LogSession[],
    options: LoadOptions,
  ) {
    this.#options = options;
    this.#sessions = sessions;
    this.#workers = sessions.flatMap((session, at) =>
      Array.from({ length: options.workers }, (_, worker) =>
        this.#work(session, hosts[at]?.name ?? "", worker),
      ),
    );
  }

  static async start(hosts: readonly HostAttachment[], options: LoadOptions): Promise<Load> {
    return new Load(hosts, await Promise.all(hosts.map((host) => openLogSession(host))), options);
  }

  /** Begins no more appends, and resolves when those under way have ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#workers);
    await Promise.all(this.#sessions.map((session) => session.close()));
  }

  async #work(session: LogSession, writer: string, worker: number): Promise<void> {
    for (let number = 1; !this.#stopped; number += 1) {
      const value = `${writer} ${worker} ${number} `.padEnd(this.#options.valueBytes, "x");
      await this.#append(session, writer, value);
      await wait(this.#options.thinkMs);
    }
  }

  async #append({ client }: LogSession, writer: string, value: string): Promise<void> {
    const begunMs = performance.now();
    try {
      const { index, place } = await client.append(Buffer.from(value));
      this.records.push({ writer, value, index, place, begunMs, acknowledgedMs: performance.now() });
    } catch (error) {
      this.failures.push(`${value.trimEnd()}: ${error instanceof Error ? error.message : error}`);
    }
  }
}
