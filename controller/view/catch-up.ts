import type { Fabric } from "../fabric/model.js";
import { positionAbove, replicaSetOf } from "../plan/replication.js";
import { positionsAtOnce } from "./listing.js";
import { type Page, PageCheck } from "./page-check.js";
import type { Questions } from "./questions.js";
import type { Verified } from "./verified.js";

/** How many values are on their way at once: appends go first. */
const valuesAtOnce = 8;

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
 * lost on the way, is copied to it (docs/PROTOCOL.md, Servers that were away), one page of a stripe after the other. A
 * pure core.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  #nextStripe = 0;
  #roundSinceUs = Number.NEGATIVE_INFINITY;
  /** Every index up to here is committed. */
  #bound = 0n;
  /** Every index below this one is trimmed. */
  #trimmed = 0n;
  #check: PageCheck | undefined;
  #isOver = false;

  constructor(options: CatchUpOptions) {
    this.#options = options;
    options.questions.clear();
  }

  /** Time has passed; everything up to `committed` is committed, and everything below `trimmed` is given up. */
  tick(nowUs: number, committed: bigint, trimmed: bigint): void {
    if (this.#isOver) return;
    if (trimmed > this.#trimmed) this.#trim(trimmed);
    if (this.#check !== undefined && !this.#isFinished(this.#check)) return;
    if (nowUs - this.#roundSinceUs >= this.#options.roundUs) {
      this.#roundSinceUs = nowUs;
      this.#bound = committed;
    }
    const page = this.#nextPage();
    if (page !== undefined) this.#check = this.#begin(page);
  }

  /** Nobody answers for what is trimmed: a page that may hold some of it is begun again. */
  #trim(bound: bigint): void {
    this.#trimmed = bound;
    if (this.#check === undefined) return;
    this.#options.questions.clear();
    this.#check = undefined;
  }

  /** The first position of a stripe that a server may lack. */
  #position(server: string, stripe: number): bigint {
    const { fabric, verified } = this.#options;
    const kept = positionAbove(this.#trimmed - 1n, stripe, fabric.stripes.length);
    return verified.firstLacking(server, stripe, kept);
  }

  /** All indices up to this one are at every member that must keep them. */
  get replicatedIndex(): bigint {
    const { stripes } = this.#options.fabric;
    const firsts = stripes.map((_, stripe) => {
      const servers = this.#membersOf(stripe);
      const position = least(servers.map((name) => this.#position(name, stripe)));
      return position * BigInt(stripes.length) + BigInt(stripe);
    });
    const first = least(firsts);
    return first <= 0n ? 0n : first - 1n;
  }

  /** The members of the view that keep a stripe. */
  #membersOf(stripe: number): readonly string[] {
    const { fabric, members } = this.#options;
    return replicaSetOf(fabric, stripe).servers.filter((name) => members.includes(name));
  }

  /** The next part of a stripe of which some member is not known to hold everything. */
  #nextPage(): Page | undefined {
    const { fabric } = this.#options;
    for (let looked = 0; looked < fabric.stripes.length; looked += 1) {
      const stripe = this.#nextStripe;
      this.#nextStripe = (stripe + 1) % fabric.stripes.length;
      const members = this.#membersOf(stripe);
      const from = least(members.map((name) => this.#position(name, stripe)));
      const left = positionAbove(this.#bound, stripe, fabric.stripes.length) - from;
      if (left <= 0n) continue;
      const count = left < positionsAtOnce ? left : BigInt(positionsAtOnce);
      const setSize = replicaSetOf(fabric, stripe).servers.length;
      return { stripe, from, count, members, setSize, learners: [] };
    }
    return undefined;
  }

  #begin(page: Page): PageCheck {
    const { fabric, view, start, questions } = this.#options;
    const refused = () => {
      this.#isOver = true;
    };
    const stripes = fabric.stripes.length;
    return new PageCheck(page, { view, start, stripes, questions, valuesAtOnce, refused });
  }

  /** Notes what a page that is finished has shown. */
  #isFinished({ end, servers, page }: PageCheck): boolean {
    if (end === undefined) return false;
    for (const server of servers) this.#options.verified.advance(server, page.stripe, end);
    this.#check = undefined;
    return true;
  }
}

/** The least of some positions; 0 where there are none. */
export function least(positions: readonly bigint[]): bigint {
  return positions.reduce((low, each) => (each < low ? each : low), positions[0] ?? 0n);
}
