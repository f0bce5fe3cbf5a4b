import type { ServerReport } from "../../src/ringworld/index.js";
import { ringworldCode } from "../../src/wire/index.js";
import type { Fabric } from "../fabric/model.js";
import { positionAbove, replicaSetOf } from "../plan/replication.js";
import { least } from "./catch-up.js";
import { layoutOf } from "./layout.js";
import { positionsAtOnce } from "./listing.js";
import { hasMajorities } from "./membership.js";
import { entriesLeft, movedStripes } from "./moved.js";
import { PageCheck } from "./page-check.js";
import type { Questions } from "./questions.js";
import type { Verified } from "./verified.js";

/** How many values of a stripe are on their way at once: appends go first, and all stripes are copied at a time. */
const valuesAtOnce = 4;

export interface MoveOptions {
  /** With the layout in force. */
  readonly fabric: Fabric;
  /** With the layout that is wanted. */
  readonly wanted: Fabric;
  readonly view: number;
  /** Who made the view. */
  readonly owner: bigint;
  /** The view began above this index. */
  readonly start: bigint;
  /** Log servers that are in the view. */
  readonly members: readonly string[];
  /** Nobody else's. */
  readonly questions: Questions;
  readonly verified: Verified;
}

/** What is known of the log when time has passed. */
export interface MoveSituation {
  /** Every index up to here is committed. */
  readonly committed: bigint;
  /** Every index below this one is trimmed. */
  readonly trimmed: bigint;
  readonly reports: ReadonlyMap<string, ServerReport>;
  answers(server: string): boolean;
}

/**
 * Copies the stripes that move to those who are to keep them, while the view in force is served (docs/PROTOCOL.md,
 * Layouts). They promise that view first, as learners: nobody else may restore anything there then. A pure core.
 */
export class Move {
  readonly #options: MoveOptions;
  readonly #stripes: readonly number[];
  /** Learners that have promised the view. */
  readonly #promised = new Set<string>();
  readonly #checks = new Map<number, PageCheck>();
  #answering: readonly string[] = [];
  #committed = 0n;
  #trimmed = 0n;
  #isOver = false;

  constructor(options: MoveOptions) {
    this.#options = options;
    this.#stripes = movedStripes(options.fabric, options.wanted);
    options.questions.clear();
  }

  /** Whether there is anything to do. */
  get isNeeded(): boolean {
    return this.#stripes.length > 0;
  }

  /** Whether somebody has promised another view, so that nothing more can be copied under this one. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Time has passed. */
  tick({ committed, trimmed, reports, answers }: MoveSituation): void {
    if (!this.isNeeded || this.#isOver) return;
    this.#committed = committed;
    const answering = this.#keepers.filter(answers);
    if (trimmed > this.#trimmed || answering.join() !== this.#answering.join()) {
      this.#trimmed = trimmed;
      this.#answering = answering;
      this.#beginAgain();
    }
    // What is trimmed is not copied: who is to keep the rest must know the bound.
    if (answering.some((name) => (reports.get(name)?.trimmed ?? 0n) < trimmed)) return;
    for (const stripe of this.#stripes) this.#copy(stripe);
  }

  /** All indices up to this one are where they are wanted, at those that answer. */
  get copiedIndex(): bigint {
    const stripes = BigInt(this.#options.wanted.stripes.length);
    const firsts = this.#stripes.map(
      (stripe) => least(this.#targetsOf(stripe).map((name) => this.#position(name, stripe))) * stripes,
    );
    const first = firsts.length === 0 ? this.#committed + 1n : least(firsts);
    return first > this.#committed ? this.#committed : first > 0n ? first - 1n : 0n;
  }

  /** Whether the wanted layout can come into force: majorities of its sets lack so many indices in all, or fewer. */
  isReady(indices: bigint): boolean {
    const { wanted } = this.#options;
    if (!this.isNeeded || this.#isOver || !hasMajorities(layoutOf(wanted), this.#ready)) return false;
    const positions = this.#stripes.map((stripe) => {
      const known = this.#targetsOf(stripe).map((name) => this.#position(name, stripe));
      return [stripe, least(known)] as const;
    });
    return entriesLeft(new Map(positions), wanted.stripes.length, this.#committed) <= indices;
  }

  /** Everybody who is to keep a stripe. */
  get #keepers(): readonly string[] {
    return [...new Set(layoutOf(this.#options.wanted).flat())];
  }

  /** Those of them who answer, and take what is copied. */
  get #ready(): readonly string[] {
    const { members } = this.#options;
    return this.#answering.filter((name) => members.includes(name) || this.#promised.has(name));
  }

  #targetsOf(stripe: number): readonly string[] {
    const ready = this.#ready;
    return replicaSetOf(this.#options.wanted, stripe).servers.filter((name) => ready.includes(name));
  }

  /** The first position of a stripe that a server may lack. */
  #position(server: string, stripe: number): bigint {
    const { wanted, verified } = this.#options;
    const kept = positionAbove(this.#trimmed - 1n, stripe, wanted.stripes.length);
    return verified.firstLacking(server, stripe, kept);
  }

  #beginAgain(): void {
    const { questions, members, view, owner } = this.#options;
    questions.clear();
    this.#checks.clear();
    for (const name of this.#answering) {
      if (members.includes(name) || this.#promised.has(name)) continue;
      questions.ask(name, "seal", { view, client: owner }, ({ code }) => {
        if (code === ringworldCode.view) this.#isOver = true;
        else this.#promised.add(name);
      });
    }
  }

  #copy(stripe: number): void {
    const { fabric, members } = this.#options;
    const check = this.#checks.get(stripe);
    if (check !== undefined && !this.#isFinished(check)) return;
    const targets = this.#targetsOf(stripe);
    const from = least(targets.map((name) => this.#position(name, stripe)));
    const left = positionAbove(this.#committed, stripe, fabric.stripes.length) - from;
    if (targets.length === 0 || left <= 0n) return;
    const set = replicaSetOf(fabric, stripe).servers;
    const keeping = set.filter((name) => members.includes(name));
    const learners = targets.filter((name) => !keeping.includes(name));
    const count = left < positionsAtOnce ? left : BigInt(positionsAtOnce);
    const page = { stripe, from, count, members: keeping, setSize: set.length, learners };
    this.#checks.set(stripe, this.#check(page));
  }

  #check(page: PageCheck["page"]): PageCheck {
    const { view, start, questions, wanted } = this.#options;
    const refused = () => {
      this.#isOver = true;
    };
    const stripes = wanted.stripes.length;
    return new PageCheck(page, { view, start, stripes, questions, valuesAtOnce, refused });
  }

  /** Notes what a page that is finished has shown; a member may lack something before it. */
  #isFinished({ end, servers, page }: PageCheck): boolean {
    if (end === undefined) return false;
    for (const server of servers)
      if (this.#position(server, page.stripe) >= page.from)
        this.#options.verified.advance(server, page.stripe, end);
    this.#checks.delete(page.stripe);
    return true;
  }
}
