import type { DigestEntry } from "p4runtime-js-grpc/values";
import type { DigestDefinition } from "../model/index.js";

/** One message of samples, as it is handed to the control plane. */
export interface DigestMessage {
  readonly digest: string;
  readonly listId: bigint;
  readonly samples: readonly (readonly bigint[])[];
}

/** Time and the way out, for the digests of one program. */
export interface DigestContext {
  nowUs(): number;
  schedule(delayUs: number, callback: () => void): () => void;
  send(message: DigestMessage): void;
}

/** A message that was sent and not acknowledged: its samples are not sent again before that, or too long. */
interface Pending {
  readonly keys: readonly string[];
  readonly untilUs: number;
}

/** Samples that wait or are not acknowledged; a controller that asks for more patience than this loses some. */
const KNOWN_MAX = 65_536;

/**
 * Collects the samples of one digest: a message goes out when it is full or its oldest sample has waited long
 * enough (P4Runtime, section 9.8). A sample that is in a message not yet acknowledged is left out, and so are all
 * while too many wait.
 */
export class DigestState {
  /** Absent: the control plane does not want this digest. */
  config: DigestEntry | undefined;
  private samples: (readonly bigint[])[] = [];
  private readonly known = new Set<string>();
  private readonly pending = new Map<bigint, Pending>();
  private nextListId = 1n;
  private cancel: (() => void) | undefined;

  constructor(
    readonly definition: DigestDefinition,
    private readonly context: DigestContext,
  ) {}

  configure(config: DigestEntry | undefined): void {
    this.config = config;
    if (config !== undefined) return;
    this.cancel?.();
    this.cancel = undefined;
    this.samples = [];
    this.known.clear();
    this.pending.clear();
  }

  add(values: readonly bigint[]): void {
    const { config } = this;
    if (config === undefined) return;
    this.expire();
    const key = values.join();
    if (this.known.has(key) || this.known.size >= KNOWN_MAX) return;
    this.known.add(key);
    this.samples.push(values);
    if (this.samples.length >= Math.max(1, config.maxListSize) || config.maxTimeoutNs <= 0n) {
      this.flush();
      return;
    }
    this.cancel ??= this.context.schedule(Number(config.maxTimeoutNs) / 1000, () => this.flush());
  }

  acknowledge(listId: bigint): void {
    const pending = this.pending.get(listId);
    if (pending === undefined) return;
    this.pending.delete(listId);
    for (const key of pending.keys) this.known.delete(key);
  }

  private flush(): void {
    this.cancel?.();
    this.cancel = undefined;
    const { config, samples } = this;
    if (config === undefined || samples.length === 0) return;
    this.samples = [];
    const listId = this.nextListId++;
    const nowUs = this.context.nowUs();
    const untilUs = nowUs + Number(config.ackTimeoutNs) / 1000;
    this.pending.set(listId, { keys: samples.map((sample) => sample.join()), untilUs });
    this.context.send({
      digest: this.definition.name,
      listId,
      samples,
    });
  }

  /** Forgets messages that were not acknowledged in time, so that their samples may come again; oldest first. */
  private expire(): void {
    const nowUs = this.context.nowUs();
    for (const [listId, { untilUs }] of this.pending) {
      if (untilUs > nowUs) return;
      this.acknowledge(listId);
    }
  }
}
