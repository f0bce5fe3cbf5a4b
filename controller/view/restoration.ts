import { encodeIndices, junkListMax, junkTag } from "../../src/ringworld/index.js";
import { indexFields, type RingWorldHeader, ringworldCode } from "../../src/wire/index.js";
import type { Decision } from "./decide.js";
import type { Questions } from "./questions.js";

/** Marks a `restore` whose payload lists the indices that become junk. */
const junkList = 1;

/** How many values are on their way at once, where nobody is to be considered. */
const valuesAtOnceDefault = 64;

/** What is to be written at an index, to whom, and how many of them must hold it. */
export interface Rewrite {
  readonly index: bigint;
  readonly decision: Exclude<Decision, { kind: "settled" }>;
  readonly to: readonly string[];
  readonly needed: number;
}

/** Writes entries to log servers that have promised a view (docs/PROTOCOL.md, step Decide). */
export class Restoration {
  readonly #view: number;
  readonly #questions: Questions;
  readonly #valuesAtOnce: number;
  readonly #failed: (promisedView: number) => void;
  #values: Rewrite[] = [];
  /** What has not been written to as many as needed yet. */
  #left = 0;

  /** `failed` is told when a server has promised a newer view. */
  constructor(
    view: number,
    questions: Questions,
    failed: (promisedView: number) => void,
    valuesAtOnce = valuesAtOnceDefault,
  ) {
    this.#view = view;
    this.#questions = questions;
    this.#valuesAtOnce = valuesAtOnce;
    this.#failed = failed;
  }

  get isDone(): boolean {
    return this.#left === 0;
  }

  begin(rewrites: readonly Rewrite[]): void {
    this.#values = rewrites.filter(({ decision }) => decision.kind === "value");
    this.#left = this.#values.length;
    for (const alike of junkAlike(rewrites)) this.#fillWithJunk(alike);
    for (let count = 0; count < this.#valuesAtOnce; count += 1) this.#nextValue();
  }

  #fillWithJunk(alike: readonly Rewrite[]): void {
    for (let at = 0; at < alike.length; at += junkListMax) {
      const part = alike.slice(at, at + junkListMax);
      const [first] = part;
      if (first === undefined) return;
      this.#left += 1;
      const fields = { code: junkList, tag: junkTag, ...indexFields(first.index) };
      this.#write(first, fields, encodeIndices(part.map(({ index }) => index)), () => {});
    }
  }

  #nextValue(): void {
    const next = this.#values.pop();
    if (next?.decision.kind !== "value") return;
    const { index, decision } = next;
    this.#questions.ask(
      decision.holder,
      "recall",
      { ...indexFields(index), view: this.#view },
      (header, value) => {
        if (this.#isRefused(header)) return;
        const { client, request, tag, stream, entries } = header;
        const fields = { ...indexFields(index), client, request, tag, stream, entries };
        this.#write(next, fields, value, () => this.#nextValue());
      },
    );
  }

  #write(
    { to, needed }: Rewrite,
    fields: Partial<RingWorldHeader>,
    payload: Uint8Array,
    written: () => void,
  ): void {
    let acknowledged = 0;
    for (const server of to) {
      const answered = (header: RingWorldHeader) => {
        if (this.#isRefused(header)) return;
        acknowledged += 1;
        if (acknowledged !== needed) return;
        this.#left -= 1;
        written();
      };
      this.#questions.ask(server, "restore", { ...fields, view: this.#view }, answered, payload);
    }
  }

  /** Answers of `recall` bear the view of the entry; only a refusal has the code `view`. */
  #isRefused(header: RingWorldHeader): boolean {
    if (header.code !== ringworldCode.view) return false;
    this.#failed(header.view);
    return true;
  }
}

/** What becomes junk, together with what becomes junk at the same servers. */
function junkAlike(rewrites: readonly Rewrite[]): readonly (readonly Rewrite[])[] {
  const alike = new Map<string, Rewrite[]>();
  for (const rewrite of rewrites) {
    if (rewrite.decision.kind !== "junk") continue;
    const servers = rewrite.to.join();
    const known = alike.get(servers) ?? [];
    known.push(rewrite);
    alike.set(servers, known);
  }
  return [...alike.values()];
}
