import { encodeIndices, junkListMax, junkTag } from "../../src/ringworld/index.js";
import { indexFields, type RingWorldHeader, ringworldCode } from "../../src/wire/index.js";
import type { ReplicaSet } from "../fabric/model.js";
import type { Undecided } from "./collection.js";
import type { Questions } from "./questions.js";

/** Marks a `restore` whose payload lists the indices that become junk. */
const junkList = 1;

/** How many values are on their way at once. */
const valuesAtOnce = 64;

/** Writes what was decided once more, under the new view (docs/PROTOCOL.md, step Decide). */
export class Restoration {
  readonly #view: number;
  readonly #questions: Questions;
  readonly #servers: readonly string[];
  readonly #failed: (promisedView: number) => void;
  #values: Undecided[] = [];
  /** What has not been written to a majority yet. */
  #left = 0;

  /** `servers` are the members of the new view; `failed` is told when one of them has promised a newer view. */
  constructor(
    view: number,
    questions: Questions,
    servers: readonly string[],
    failed: (promisedView: number) => void,
  ) {
    this.#view = view;
    this.#questions = questions;
    this.#servers = servers;
    this.#failed = failed;
  }

  get isDone(): boolean {
    return this.#left === 0;
  }

  begin(undecided: readonly Undecided[]): void {
    this.#values = undecided.filter(({ decision }) => decision.kind === "value");
    this.#left = this.#values.length;
    for (const [set, indices] of junkBySet(undecided)) this.#fillWithJunk(set, indices);
    for (let count = 0; count < valuesAtOnce; count += 1) this.#nextValue();
  }

  #fillWithJunk(set: ReplicaSet, indices: readonly bigint[]): void {
    for (let at = 0; at < indices.length; at += junkListMax) {
      const part = indices.slice(at, at + junkListMax);
      this.#left += 1;
      const fields = { code: junkList, tag: junkTag, ...indexFields(part[0] ?? 0n) };
      this.#writeToMajority(set, fields, encodeIndices(part), () => {});
    }
  }

  #nextValue(): void {
    const next = this.#values.pop();
    if (next?.decision.kind !== "value") return;
    const { index, set, decision } = next;
    this.#questions.ask(
      decision.holder,
      "recall",
      { ...indexFields(index), view: this.#view },
      (header, value) => {
        if (this.#isRefused(header)) return;
        const { client, request, tag, stream } = header;
        const fields = { ...indexFields(index), client, request, tag, stream };
        this.#writeToMajority(set, fields, value, () => this.#nextValue());
      },
    );
  }

  #writeToMajority(
    set: ReplicaSet,
    fields: Partial<RingWorldHeader>,
    payload: Uint8Array,
    written: () => void,
  ): void {
    let acknowledged = 0;
    const isMajority = () => acknowledged === Math.floor(set.servers.length / 2) + 1;
    for (const server of set.servers.filter((name) => this.#servers.includes(name))) {
      const answered = (header: RingWorldHeader) => {
        if (this.#isRefused(header)) return;
        acknowledged += 1;
        if (!isMajority()) return;
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

function junkBySet(undecided: readonly Undecided[]): ReadonlyMap<ReplicaSet, bigint[]> {
  const bySet = new Map<ReplicaSet, bigint[]>();
  for (const { index, set, decision } of undecided) {
    if (decision.kind !== "junk") continue;
    const indices = bySet.get(set) ?? [];
    indices.push(index);
    bySet.set(set, indices);
  }
  return bySet;
}
