import type { ListedEntry, ServerReport } from "../../src/ringworld/index.js";
import type { Fabric, ReplicaSet } from "../fabric/model.js";
import { positionAbove } from "../plan/replication.js";
import { counts, type Decision, decide, type HeldAt, type Predecessor } from "./decide.js";
import { listRange } from "./listing.js";
import { newestReport } from "./newest-report.js";
import type { Questions } from "./questions.js";

/** An index that has to be written once more, and what. */
export interface Undecided {
  readonly index: bigint;
  readonly set: ReplicaSet;
  readonly decision: Exclude<Decision, { kind: "settled" }>;
}

/** The first position of a stripe that is not known to be committed. */
export type KnownCursor = (stripe: number) => bigint;

/** Learns from the log servers of a new view what they hold of the old ones (docs/PROTOCOL.md, step Collect). */
export class Collection {
  readonly #fabric: Fabric;
  readonly #view: number;
  readonly #questions: Questions;
  readonly #reports: ReadonlyMap<string, ServerReport>;
  readonly #cursor: KnownCursor;
  readonly #predecessor: Predecessor;
  readonly #held = new Map<bigint, HeldAt[]>();
  readonly #failed: (promisedView: number) => void;

  /** `failed` is told when a server has promised a newer view. */
  constructor(
    fabric: Fabric,
    view: number,
    questions: Questions,
    reports: ReadonlyMap<string, ServerReport>,
    cursor: KnownCursor,
    failed: (promisedView: number) => void,
  ) {
    this.#fabric = fabric;
    this.#view = view;
    this.#questions = questions;
    this.#reports = reports;
    this.#cursor = cursor;
    this.#failed = failed;
    this.#predecessor = predecessorOf(reports.values());
  }

  /** Asks every server about every stripe of its sets; `questions.open` is 0 when all is known. */
  begin(): void {
    for (const [stripe, { replicaSet }] of this.#fabric.stripes.entries()) {
      for (const server of this.#fabric.replicaSets[replicaSet]?.servers ?? []) {
        if (this.#reports.has(server)) this.#list(server, this.#indexAt(stripe, this.#firstPosition(stripe)));
      }
    }
  }

  /** The index above which the new view begins: at or above everything that anybody was told of. */
  get start(): bigint {
    const tails = [...this.#reports.values()].map(({ witness }) => witness);
    const known = this.#fabric.stripes.map((_, stripe) =>
      this.#indexAt(stripe, this.#firstPosition(stripe) - 1n),
    );
    return largestOf([this.#predecessor.start, ...tails, ...known, ...this.#held.keys()]);
  }

  /** What has to be written once more, below and at `start`. */
  undecided(start: bigint): readonly Undecided[] {
    return this.#fabric.stripes.flatMap(({ replicaSet }, stripe) => {
      const set = this.#fabric.replicaSets[replicaSet];
      return set === undefined ? [] : this.#undecidedOf(stripe, set, start);
    });
  }

  #undecidedOf(stripe: number, set: ReplicaSet, start: bigint): Undecided[] {
    const undecided: Undecided[] = [];
    const stride = BigInt(this.#fabric.stripes.length);
    for (let index = this.#indexAt(stripe, this.#firstPosition(stripe)); index <= start; index += stride) {
      const decision = decide(this.#held.get(index) ?? [], set.servers.length);
      if (decision.kind !== "settled") undecided.push({ index, set, decision });
    }
    return undecided;
  }

  /** The first position that may not be settled: above what is known to be, and above what an installed view began with. */
  #firstPosition(stripe: number): bigint {
    const settled = [...this.#reports.values()].map((report) => report.settled);
    const bound = largestOf([this.#predecessor.start, ...settled]);
    const above = positionAbove(bound, stripe, this.#fabric.stripes.length);
    const cursor = this.#cursor(stripe);
    return cursor > above ? cursor : above;
  }

  #indexAt(stripe: number, position: bigint): bigint {
    return position * BigInt(this.#fabric.stripes.length) + BigInt(stripe);
  }

  #list(server: string, from: bigint): void {
    const stride = BigInt(this.#fabric.stripes.length);
    const largest = this.#reports.get(server)?.largest ?? 0n;
    const count = largest < from ? 0n : (largest - from) / stride + 1n;
    listRange(
      this.#questions,
      { server, view: this.#view, from, count, stride },
      {
        entries: (entries) => this.#take(server, entries),
        done: () => {},
        refused: this.#failed,
      },
    );
  }

  #take(server: string, entries: readonly ListedEntry[]): void {
    for (const { index, view, tag } of entries) {
      const held = { server, view, tag };
      if (!counts(this.#predecessor, index, held)) continue;
      const known = this.#held.get(index) ?? [];
      if (known.every((each) => each.server !== server)) known.push(held);
      this.#held.set(index, known);
    }
  }
}

function largestOf(indices: readonly bigint[]): bigint {
  return indices.reduce((largest, each) => (each > largest ? each : largest), 0n);
}

function predecessorOf(reports: Iterable<ServerReport>): Predecessor {
  const newest = newestReport(reports);
  return newest === undefined ? { view: 0, start: 0n } : { view: newest.installedView, start: newest.start };
}
