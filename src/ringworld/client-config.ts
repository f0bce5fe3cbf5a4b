import { jumboPayloadBytes } from "../wire/index.js";

/** What a log client can be told. All of it has a default. */
export interface ClientConfig {
  /** How an append waits for its index: `ticket` in the host, `recirculate` in the switch (paper §3.2.1). */
  readonly mode: "ticket" | "recirculate";
  /** The view to begin with; newer ones are learnt from answers. */
  readonly view: number;
  /** Log servers in a replica set. */
  readonly replicas: number;
  /** How many low bits of an index name its stripe. */
  readonly stripeBits: number;
  /** The most packs of appends under way at once; what more is appended waits in the client. */
  readonly appendsMax: number;
  /** The most entries that are put together under one index (docs/PROTOCOL.md, Packs); 1: each append goes alone. */
  readonly packEntriesMax: number;
  /** The most bytes of a pack, each entry with 2 more: what every link between hosts takes in one frame. */
  readonly packBytesMax: number;
  /** A pack that is not full waits while so many of its stream are under way. */
  readonly partialPacksMax: number;
  /** The most indices asked for with one ticket request. */
  readonly ticketsMax: number;
  /** How long an operation may take before it fails with LOG-TIMEOUT. */
  readonly timeoutUs: number;
  /** How long to wait for the first answer of a kind before anything was measured. */
  readonly retryInitialUs: number;
  readonly retryMinUs: number;
  readonly retryMaxUs: number;
  /** How long an index may stand still before this client fills it with junk. */
  readonly fillAfterUs: number;
}

/** The defaults of a log client. */
export const defaultClientConfig: ClientConfig = {
  mode: "ticket",
  view: 1,
  replicas: 3,
  stripeBits: 4,
  appendsMax: 2048,
  packEntriesMax: 512,
  packBytesMax: jumboPayloadBytes,
  partialPacksMax: 8,
  ticketsMax: 512,
  timeoutUs: 10_000_000,
  retryInitialUs: 100_000,
  retryMinUs: 10_000,
  retryMaxUs: 1_000_000,
  fillAfterUs: 200_000,
};
