import { decodeListed, type ListedEntry } from "../../src/ringworld/index.js";
import { indexFields } from "../../src/wire/index.js";
import type { Questions } from "./questions.js";

/** The most positions that one question asks about. */
export const positionsAtOnce = 4096;

/** What a log server is asked about: `count` indices of a stripe from `from` on. */
export interface ListRange {
  readonly server: string;
  readonly view: number;
  readonly from: bigint;
  readonly count: bigint;
  /** From one index of the stripe to the next. */
  readonly stride: bigint;
}

/** Who wants to know. */
export interface ListReader {
  entries(entries: readonly ListedEntry[]): void;
  done(): void;
  /** The server has promised a newer view. */
  refused(promisedView: number): void;
}

/** Asks a log server what it holds in a range, with as many questions as that takes, one after the other. */
export function listRange(questions: Questions, range: ListRange, reader: ListReader): void {
  const { server, view, from, count, stride } = range;
  if (count <= 0n) {
    reader.done();
    return;
  }
  const asked = count < positionsAtOnce ? Number(count) : positionsAtOnce;
  const fields = { ...indexFields(from), ticket: Number(stride), count: asked, view };
  questions.ask(server, "list", fields, (header, payload) => {
    if (header.view !== view) {
      reader.refused(header.view);
      return;
    }
    reader.entries(decodeListed(payload));
    const looked = BigInt(header.count);
    listRange(questions, { ...range, from: from + looked * stride, count: count - looked }, reader);
  });
}
