import { junkTag, listOption, ofNewestView } from "../../src/ringworld/index.js";
import { indexFields } from "../../src/wire/index.js";
import type { Fabric, ReplicaSet } from "../fabric/model.js";
import { positionAbove } from "../plan/replication.js";
import type { HeldAt } from "./decide.js";
import { listRange, positionsAtOnce } from "./listing.js";
import type { Questions } from "./questions.js";
import { Restoration, type Rewrite } from "./restoration.js";
import type { Verified } from "./verified.js";

/** How many values are on their way at once: appends go first. */
const valuesAtOnce = 8;

/** A part of a stripe that is being looked at. */
interface Page {
  readonly stripe: number;
  readonly set: ReplicaSet;
  /** Members of the view that keep it. */
  readonly servers: readonly string[];
  /** Positions. */
  readonly from: bigint;
  readonly count: bigint;
  readonly sums: Set<string>;
  readonly held: Map<bigint, HeldAt[]>;
  /** Servers that have not answered the step that is under way. */
  readonly waiting: Set<string>;
  restoration: Restoration | undefined;
}

export interface CatchUpOptions {
  readonly fabric: Fabric;
  readonly view: number;
  /** The view began above this index. */
  readonly start: bigint;
  /** Log servers that are in the view. */
  readonly members: readonly string[];
  /** Nobody else's. */
  readonly questions: Questions;
  readonly verified: Verified;
  /** From the beginning of one round over all stripes to that of the next. */
  readonly roundUs: number;
}

/**
 * Brings the log servers of a view up to date while it is served: what is committed, and a member was away for or has
 * lost on the way, is copied to it (docs/PROTOCOL.md, Servers that were away). Members are asked for the sum of what
 * they hold in one page of a stripe a tick; only where sums differ, for more. A pure core.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  #nextStripe = 0;
  #roundSinceUs = Number.NEGATIVE_INFINITY;
  /** Every index up to here is committed. */
  #bound = 0n;
  /** Every index below this one is trimmed. */
  #trimmed = 0n;
  #page: Page | undefined;
  #isOver = false;

  constructor(options: CatchUpOptions) {
    this.#options = options;
    options.questions.clear();
  }

  /** Time has passed; everything up to `committed` is committed, and everything below `trimmed` is given up. */
  tick(nowUs: number, committed: bigint, trimmed: bigint): void {
    if (this.#isOver) return;
    if (trimmed > this.#trimmed) this.#trim(trimmed);
    if (this.#page?.restoration?.isDone) this.#finish(this.#page);
    if (this.#page !== undefined) return;
    if (nowUs - this.#roundSinceUs >= this.#options.roundUs) {
      this.#roundSinceUs = nowUs;
      this.#bound = committed;
    }
    this.#page = this.#nextPage();
    if (this.#page !== undefined) this.#compare(this.#page);
  }

  /** Nobody answers for what is trimmed: a page that may hold some of it is begun again. */
  #trim(bound: bigint): void {
    this.#trimmed = bound;
    if (this.#page === undefined) return;
    this.#options.questions.clear();
    this.#page = undefined;
  }

  /** The first position of a stripe that a server may lack. */
  #position(server: string, stripe: number): bigint {
    const { fabric, verified } = this.#options;
    const kept = positionAbove(this.#trimmed - 1n, stripe, fabric.stripes.length);
    const known = verified.position(server, stripe);
    return known > kept ? known : kept;
  }

  /** All indices up to this one are at every member that must keep them. */
  get replicatedIndex(): bigint {
    const { fabric, members } = this.#options;
    const firsts = fabric.stripes.map(({ replicaSet }, stripe) => {
      const servers = fabric.replicaSets[replicaSet]?.servers.filter((name) => members.includes(name)) ?? [];
      return this.#indexAt(stripe, least(servers.map((name) => this.#position(name, stripe))));
    });
    const first = least(firsts);
    return first <= 0n ? 0n : first - 1n;
  }

  /** The next stripe of which some member is not known to hold everything. */
  #nextPage(): Page | undefined {
    const { fabric, members } = this.#options;
    for (let looked = 0; looked < fabric.stripes.length; looked += 1) {
      const stripe = this.#nextStripe;
      this.#nextStripe = (stripe + 1) % fabric.stripes.length;
      const set = fabric.replicaSets[fabric.stripes[stripe]?.replicaSet ?? 0];
      const servers = set?.servers.filter((name) => members.includes(name)) ?? [];
      const from = least(servers.map((name) => this.#position(name, stripe)));
      const left = positionAbove(this.#bound, stripe, fabric.stripes.length) - from;
      if (set === undefined || left <= 0n) continue;
      const count = left < positionsAtOnce ? left : BigInt(positionsAtOnce);
      const known = { sums: new Set<string>(), held: new Map(), waiting: new Set<string>() };
      return { stripe, set, servers, from, count, ...known, restoration: undefined };
    }
    return undefined;
  }

  #compare(page: Page): void {
    const { questions, view } = this.#options;
    const fields = {
      ...indexFields(this.#indexAt(page.stripe, page.from)),
      code: listOption.sum,
      ticket: Number(this.#stride),
      count: Number(page.count),
      view,
    };
    this.#askAll(page, (server, answered) => {
      questions.ask(server, "list", fields, (header) => {
        if (header.view !== view) this.#isOver = true;
        page.sums.add(`${header.ticket} ${header.tag}`);
        answered(() => (page.sums.size === 1 ? this.#finish(page) : this.#list(page)));
      });
    });
  }

  #list(page: Page): void {
    const { questions, view } = this.#options;
    const range = {
      view,
      from: this.#indexAt(page.stripe, page.from),
      count: page.count,
      stride: this.#stride,
    };
    this.#askAll(page, (server, answered) => {
      listRange(
        questions,
        { server, ...range },
        {
          entries: (entries) => {
            for (const { index, ...held } of entries) {
              page.held.set(index, [...(page.held.get(index) ?? []), { server, ...held }]);
            }
          },
          done: () => answered(() => this.#copy(page)),
          refused: () => {
            this.#isOver = true;
          },
        },
      );
    });
  }

  /** Asks every server of a page; `answered` is told of each answer, and does what it is given after the last. */
  #askAll(page: Page, ask: (server: string, answered: (next: () => void) => void) => void): void {
    for (const server of page.servers) page.waiting.add(server);
    for (const server of page.servers) {
      ask(server, (next) => {
        page.waiting.delete(server);
        if (page.waiting.size === 0 && !this.#isOver) next();
      });
    }
  }

  #copy(page: Page): void {
    const { view, questions } = this.#options;
    const refused = () => {
      this.#isOver = true;
    };
    page.restoration = new Restoration(view, questions, refused, valuesAtOnce);
    page.restoration.begin([...page.held].flatMap(([index, held]) => this.#rewrite(page, index, held)));
  }

  /** What has to be written where, so that every server of a page holds what is committed at an index. */
  #rewrite({ set, servers }: Page, index: bigint, held: readonly HeldAt[]): Rewrite[] {
    const chosen = this.#chosen(set, index, held);
    if (chosen === undefined) return [];
    const has = (name: string) => held.some(({ server, tag }) => server === name && tag === chosen.tag);
    const to = servers.filter((name) => !has(name));
    if (to.length === 0) return [];
    const decision =
      chosen.tag === junkTag
        ? ({ kind: "junk" } as const)
        : ({ kind: "value", holder: chosen.server } as const);
    return [{ index, decision, to, needed: to.length }];
  }

  /**
   * What is known to be committed at an index. Up to the start of the view it is the newest that any member holds: the
   * members are a majority, and so was everybody who holds what was decided. Above it, what a majority holds of this
   * view: that was chosen, and stays.
   */
  #chosen(set: ReplicaSet, index: bigint, held: readonly HeldAt[]): HeldAt | undefined {
    const { start, view } = this.#options;
    const isSettled = index <= start;
    const newest = ofNewestView(isSettled ? held : held.filter((each) => each.view === view));
    const value = newest.find(({ tag }) => tag !== junkTag);
    if (isSettled) return value ?? newest[0];
    const holders = newest.filter(({ tag }) => tag === value?.tag).length;
    return holders > set.servers.length / 2 ? value : undefined;
  }

  #finish(page: Page): void {
    for (const server of page.servers) {
      this.#options.verified.advance(server, page.stripe, page.from + page.count);
    }
    this.#page = undefined;
  }

  get #stride(): bigint {
    return BigInt(this.#options.fabric.stripes.length);
  }

  #indexAt(stripe: number, position: bigint): bigint {
    return position * this.#stride + BigInt(stripe);
  }
}

function least(positions: readonly bigint[]): bigint {
  return positions.reduce((low, each) => (each < low ? each : low), positions[0] ?? 0n);
}
