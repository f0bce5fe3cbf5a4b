import { DuplicateFilter, type Pack } from "../../ringworld/index.js";
import type { Evidence } from "./evidence.js";
import type { SimProcess } from "./sim-process.js";
import { nameValue, streamOf } from "./values.js";

const readsAtOnce = 16;
const finalReader = "final.";

/** Whether a worker reads at the end of a run. */
export function isFinalReader(worker: string): boolean {
  return worker.startsWith(finalReader);
}

/**
 * Reads the whole log at the end of a run, as a program that starts anew would: the tail, and every index up to it.
 * What the clients were told must be there, once.
 */
export class FinalRead {
  readonly #process: SimProcess;
  readonly #packs: Pack[] = [];
  #tail: bigint | undefined;
  readonly #start: bigint;
  #next: bigint;
  #failures = 0;

  /** `start`: the index up to which nobody reads. */
  constructor(process: SimProcess, start: bigint) {
    this.#process = process;
    this.#start = start;
    this.#next = start + 1n;
  }

  /** Whether everything has been read. */
  get isDone(): boolean {
    return (
      this.#tail !== undefined && this.#start + BigInt(this.#packs.length + this.#failures) >= this.#tail
    );
  }

  get tail(): bigint | undefined {
    return this.#tail;
  }

  start(): void {
    this.#process.tail(`${finalReader}0`, (index) => {
      this.#tail = index;
      for (let reader = 0; reader < readsAtOnce; reader += 1) this.#read(`${finalReader}${reader}`);
    });
  }

  /** Compares what was read with what the clients were told. */
  check(evidence: Evidence): void {
    const seen = this.#namesOnce(evidence);
    const trimmed = evidence.durability.trimmedBelow;
    for (const { input, returned } of evidence.history.operations) {
      if (input.kind !== "append" || returned === undefined || seen.has(input.value)) continue;
      if (returned.output.kind === "appended" && returned.output.index < trimmed) continue;
      evidence.report(
        "append-lost",
        `${input.value} was acknowledged, and a reader of the log does not see it`,
      );
    }
  }

  /** The values that readers see, each once. */
  #namesOnce(evidence: Evidence): ReadonlySet<string> {
    const filter = new DuplicateFilter();
    const seen = new Set<string>();
    const inOrder = this.#packs.toSorted((left, right) => (left.index < right.index ? -1 : 1));
    for (const { index, stream, values } of inOrder.filter((pack) => filter.passes(pack))) {
      for (const name of values.map(nameValue)) {
        if (seen.has(name)) evidence.report("append-twice", `a reader of the log sees ${name} twice`);
        seen.add(name);
        if (streamOf(name) === stream) continue;
        evidence.report("wrong-stream", `${name} stands at index ${index}, in stream ${stream}`);
      }
    }
    return seen;
  }

  #read(reader: string): void {
    if (this.#tail === undefined || this.#next > this.#tail) return;
    const index = this.#next;
    this.#next += 1n;
    this.#process.read(reader, index, (outcome) => {
      if (outcome.kind === "pack") this.#packs.push(outcome.pack);
      else this.#failures += 1;
      this.#read(reader);
    });
  }
}
