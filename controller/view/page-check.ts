import { junkTag, listOption, ofNewestView } from "../../src/ringworld/index.js";
import { indexFields } from "../../src/wire/index.js";
import type { HeldAt } from "./decide.js";
import { listRange } from "./listing.js";
import type { Questions } from "./questions.js";
import { Restoration, type Rewrite } from "./restoration.js";

/** A part of a stripe of which some log servers are to hold the same. */
export interface Page {
  readonly stripe: number;
  /** Positions. */
  readonly from: bigint;
  readonly count: bigint;
  /** Members of the view that keep the stripe. */
  readonly members: readonly string[];
  /** How many servers its replica set has. */
  readonly setSize: number;
  /** Others that are to hold what the members do. */
  readonly learners: readonly string[];
}

/** The view under which pages are looked at, and how. */
export interface PageSurroundings {
  readonly view: number;
  /** The view began above this index. */
  readonly start: bigint;
  readonly stripes: number;
  readonly questions: Questions;
  /** How many values are on their way at once: appends go first. */
  readonly valuesAtOnce: number;
  /** A server has promised another view. */
  refused(): void;
}

/**
 * Makes log servers hold the same in a page: asks each for the sum over what it holds; where sums differ, for what it
 * holds, and copies what is committed to those that lack it (docs/PROTOCOL.md, Servers that were away).
 */
export class PageCheck {
  readonly page: Page;
  readonly #around: PageSurroundings;
  readonly #sums = new Set<string>();
  readonly #held = new Map<bigint, HeldAt[]>();
  /** Servers that have not answered the step that is under way. */
  readonly #waiting = new Set<string>();
  #restoration: Restoration | undefined;
  /** Everything below this position is right when all is copied. */
  #end: bigint;
  #isEqual = false;
  #isRefused = false;

  constructor(page: Page, around: PageSurroundings) {
    this.page = page;
    this.#around = around;
    this.#end = page.from + page.count;
    this.#compare();
  }

  /** Every server of the page. */
  get servers(): readonly string[] {
    return [...this.page.members, ...this.page.learners];
  }

  /** The position below which all servers hold what they must; undefined as long as that is not so. */
  get end(): bigint | undefined {
    return this.#isEqual || this.#restoration?.isDone ? this.#end : undefined;
  }

  #compare(): void {
    const { questions, view, stripes } = this.#around;
    const { from, count } = this.page;
    const range = { code: listOption.sum, ticket: stripes, count: Number(count), view };
    const fields = { ...indexFields(this.#indexAt(from)), ...range };
    this.#askAll((server, answered) => {
      questions.ask(server, "list", fields, (header) => {
        if (header.view !== view) this.#refuse();
        this.#sums.add(`${header.ticket} ${header.tag}`);
        answered(() => {
          this.#isEqual = this.#sums.size === 1;
          if (!this.#isEqual) this.#list();
        });
      });
    });
  }

  #list(): void {
    const { questions, view, stripes } = this.#around;
    const { from, count } = this.page;
    const range = { view, from: this.#indexAt(from), count, stride: BigInt(stripes) };
    this.#askAll((server, answered) => {
      listRange(
        questions,
        { server, ...range },
        {
          entries: (entries) => {
            for (const { index, ...held } of entries) {
              this.#held.set(index, [...(this.#held.get(index) ?? []), { server, ...held }]);
            }
          },
          done: () => answered(() => this.#copy()),
          refused: () => this.#refuse(),
        },
      );
    });
  }

  /** Asks every server; `answered` is told of each answer, and does what it is given after the last. */
  #askAll(ask: (server: string, answered: (next: () => void) => void) => void): void {
    for (const server of this.servers) this.#waiting.add(server);
    for (const server of this.servers) {
      ask(server, (next) => {
        this.#waiting.delete(server);
        if (this.#waiting.size === 0 && !this.#isRefused) next();
      });
    }
  }

  #refuse(): void {
    this.#isRefused = true;
    this.#around.refused();
  }

  #copy(): void {
    const { view, questions, valuesAtOnce } = this.#around;
    this.#restoration = new Restoration(view, questions, () => this.#refuse(), valuesAtOnce);
    const inOrder = [...this.#held].sort(([left], [right]) => (left < right ? -1 : 1));
    const rewrites: Rewrite[] = [];
    for (const [index, held] of inOrder) {
      const chosen = this.#chosen(index, held);
      if (chosen === undefined) {
        // Some servers have heard of a trim that others have not: it is looked at again when all have.
        this.#end = index / BigInt(this.#around.stripes);
        break;
      }
      rewrites.push(...this.#rewrite(index, held, chosen));
    }
    this.#restoration.begin(rewrites);
  }

  /** What has to be written where, so that every server holds what is committed at an index. */
  #rewrite(index: bigint, held: readonly HeldAt[], chosen: HeldAt): Rewrite[] {
    const has = (name: string) => held.some(({ server, tag }) => server === name && tag === chosen.tag);
    const to = this.servers.filter((name) => !has(name));
    if (to.length === 0) return [];
    const decision =
      chosen.tag === junkTag
        ? ({ kind: "junk" } as const)
        : ({ kind: "value", holder: chosen.server, tag: chosen.tag } as const);
    return [{ index, decision, to, needed: to.length }];
  }

  /**
   * What is committed at an index of which something is. Up to the start of the view it is the newest that any member
   * holds: the members are a majority, and so was everybody who holds what was decided. Above it, what a majority holds
   * of this view, or junk that all members hold. What learners hold is of no account.
   */
  #chosen(index: bigint, all: readonly HeldAt[]): HeldAt | undefined {
    const { members, setSize } = this.page;
    const { start, view } = this.#around;
    const held = all.filter(({ server }) => members.includes(server));
    const isSettled = index <= start;
    const newest = ofNewestView(isSettled ? held : held.filter((each) => each.view === view));
    const value = newest.find(({ tag }) => tag !== junkTag);
    if (isSettled) return value ?? newest[0];
    if (value === undefined) return newest.length === members.length ? newest[0] : undefined;
    const holders = newest.filter(({ tag }) => tag === value.tag).length;
    return holders > setSize / 2 ? value : undefined;
  }

  #indexAt(position: bigint): bigint {
    return position * BigInt(this.#around.stripes) + BigInt(this.page.stripe);
  }
}
