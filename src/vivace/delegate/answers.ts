import { clientOf } from "../protocol/index.js";

/** What became of a request: it is under way, or this was answered. */
export type Fate = { readonly kind: "under way" } | { readonly kind: "answered"; readonly reply: Uint8Array };

interface OfClient {
  readonly fates: Map<bigint, Fate>;
  /** No request up to this timestamp is certain not to have been done. */
  forgotten: bigint;
}

/** What a delegate has done, by the timestamps of the requests, so that no copy of a request is done again. */
export class Answers {
  readonly #byClient = new Map<number, OfClient>();

  /** What became of a request; `forgotten` when that is not known any more, undefined when it is new. */
  of(request: bigint): Fate | "forgotten" | undefined {
    const known = this.#byClient.get(clientOf(request));
    return known?.fates.get(request) ?? (known && request <= known.forgotten ? "forgotten" : undefined);
  }

  set(request: bigint, fate: Fate): void {
    const client = clientOf(request);
    const known = this.#byClient.get(client) ?? { fates: new Map(), forgotten: 0n };
    this.#byClient.set(client, known);
    known.fates.set(request, fate);
  }

  /** Drops an answer that nobody can be waiting for any more. */
  forget(request: bigint): void {
    const known = this.#byClient.get(clientOf(request));
    if (known === undefined) return;
    known.fates.delete(request);
    if (request > known.forgotten) known.forgotten = request;
  }
}
