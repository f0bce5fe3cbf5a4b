import type { ListedEntry, ServerReport } from "../../src/ringworld/index.js";
import type { Fabric, ReplicaSet } from "../fabric/model.js";
import { positionAbove, replicaSetOf } from "../plan/replication.js";
import { choose, counts, type Decision, decide, type HeldAt, type Predecessor } from "./decide.js";
import { listRange } from "./listing.js";
import type { Questions } from "./questions.js";

/** An index that has to be written once more, and what. */
export interface Undecided {
  readonly index: bigint;
  /** Who is to keep it. */
  readonly set: ReplicaSet;
  readonly decision: Exclude<Decision, { kind: "settled" }>;
}

/** The first position of a stripe that is not known to be committed. */
export type KnownCursor = (stripe: number) => bigint;

export interface CollectionOptions {
  /** With the layout of the predecessor: where the entries are. */
  readonly fabric: Fabric;
  /** With the layout of the new view. */
  readonly target: Fabric;
  /** For each stripe that moves, from which position on it has to be copied. */
  readonly moved: ReadonlyMap<number, bigint>;
  readonly view: number;
  readonly predecessor: Predecessor;
  readonly questions: Questions;
  readonly reports: ReadonlyMap<string, ServerReport>;
  readonly cursor: KnownCursor;
  /** Is told when a server has promised a newer view. */
  readonly failed: (promisedView: number) => void;
}

/** Learns from the log servers of a new view what they hold of the old ones (docs/PROTOCOL.md, step Collect). */
export class Collection {
  readonly #options: CollectionOptions;
  /** Of each stripe, the first position that may not be settled. */
  readonly #firstPositions: readonly bigint[];
  readonly #held = new Map<bigint, HeldAt[]>();

  constructor(options: CollectionOptions) {
    this.#options = options;
    // Once and for all: what nobody was asked about must not seem to be empty when a cursor is no longer known.
    this.#firstPositions = options.fabric.stripes.map((_, stripe) => this.#positionAboveSettled(stripe));
  }

  /** Asks every server about every stripe of its sets; `questions.open` is 0 when all is known. */
  begin(): void {
    const { fabric, reports } = this.#options;
    for (const stripe of fabric.stripes.keys()) {
      for (const server of replicaSetOf(fabric, stripe).servers) {
        if (reports.has(server)) this.#list(server, this.#indexAt(stripe, this.#fromPosition(stripe)));
      }
    }
  }

  /** The index above which the new view begins: at or above everything that anybody was told of. */
  get start(): bigint {
    const { fabric, reports, predecessor } = this.#options;
    const tails = [...reports.values()].map(({ witness }) => witness);
    const known = fabric.stripes.map((_, stripe) => this.#indexAt(stripe, this.#firstPosition(stripe) - 1n));
    return largestOf([predecessor.start, ...tails, ...known, ...this.#held.keys()]);
  }

  /** What has to be written once more, below and at `start`. */
  undecided(start: bigint): readonly Undecided[] {
    const { target } = this.#options;
    return target.stripes.flatMap((_, stripe) =>
      this.#undecidedOf(stripe, replicaSetOf(target, stripe), start),
    );
  }

  #undecidedOf(stripe: number, set: ReplicaSet, start: bigint): Undecided[] {
    const isMoved = this.#options.moved.has(stripe);
    const undecided: Undecided[] = [];
    const stride = BigInt(this.#options.fabric.stripes.length);
    for (let index = this.#indexAt(stripe, this.#fromPosition(stripe)); index <= start; index += stride) {
      const held = this.#held.get(index) ?? [];
      // Of what is committed, only what is trimmed is held by nobody.
      if (held.length === 0 && index < this.#indexAt(stripe, this.#firstPosition(stripe))) continue;
      const decision = isMoved ? choose(held) : decide(held, set.servers.length);
      if (decision.kind !== "settled") undecided.push({ index, set, decision });
    }
    return undecided;
  }

  /** The first position of which the holders have to be known. */
  #fromPosition(stripe: number): bigint {
    const first = this.#firstPosition(stripe);
    const moved = this.#options.moved.get(stripe) ?? first;
    return moved < first ? moved : first;
  }

  #firstPosition(stripe: number): bigint {
    return this.#firstPositions[stripe] ?? 0n;
  }

  /** Above what is known to be settled, and above what an installed view began with. */
  #positionAboveSettled(stripe: number): bigint {
    const { fabric, reports, predecessor, cursor: known } = this.#options;
    const settled = [...reports.values()].map((report) => report.settled);
    const bound = largestOf([predecessor.start, ...settled]);
    const above = positionAbove(bound, stripe, fabric.stripes.length);
    const cursor = known(stripe);
    return cursor > above ? cursor : above;
  }

  #indexAt(stripe: number, position: bigint): bigint {
    return position * BigInt(this.#options.fabric.stripes.length) + BigInt(stripe);
  }

  #list(server: string, from: bigint): void {
    const { fabric, reports, view, questions, failed } = this.#options;
    const stride = BigInt(fabric.stripes.length);
    const largest = reports.get(server)?.largest ?? 0n;
    const count = largest < from ? 0n : (largest - from) / stride + 1n;
    const entries = (held: readonly ListedEntry[]) => this.#take(server, held);
    listRange(questions, { server, view, from, count, stride }, { entries, done: () => {}, refused: failed });
  }

  #take(server: string, entries: readonly ListedEntry[]): void {
    for (const { index, view, tag } of entries) {
      const held = { server, view, tag };
      if (!counts(this.#options.predecessor, index, held)) continue;
      const known = this.#held.get(index) ?? [];
      if (known.every((each) => each.server !== server)) known.push(held);
      this.#held.set(index, known);
    }
  }
}

function largestOf(indices: readonly bigint[]): bigint {
  return indices.reduce((largest, each) => (each > largest ? each : largest), 0n);
}
