import { concatBytes, headerSpec } from "../base/index.js";
import { headerCodec, indexFields, indexOf } from "../wire/index.js";

/** What a log server knows of views, besides its entries (docs/PROTOCOL.md, Views). */
export interface ServerReport {
  /** The newest view of which it takes entries; 0 for none. */
  readonly installedView: number;
  /** The life of a controller that installed it. */
  readonly owner: bigint;
  /** That view's entries stand above this index. */
  readonly start: bigint;
  /** What the controller wrote about that view; the log server does not look at it. */
  readonly membership: Uint8Array;
  /** The largest tail that was confirmed to a client. */
  readonly witness: bigint;
  /** Every index up to here is known to be committed. */
  readonly settled: bigint;
  /** The largest index that has an entry. */
  readonly largest: bigint;
  /** Every index below this one is trimmed; 0 when none is. */
  readonly trimmed: bigint;
}

const report = headerSpec(
  "server_report_t",
  [
    { name: "installed_view", width: 32, doc: "The newest view of which entries are taken; 0 for none." },
    { name: "reserved", width: 32, doc: "0." },
    { name: "owner", width: 64, doc: "The life of a controller that installed it." },
    { name: "start", width: 64, doc: "That view's entries stand above this index." },
    { name: "witness", width: 64, doc: "The largest tail that was confirmed to a client." },
    { name: "settled", width: 64, doc: "Every index up to here is known to be committed." },
    { name: "largest", width: 64, doc: "The largest index that has an entry." },
    { name: "trimmed", width: 64, doc: "Every index below this one is trimmed." },
  ],
  "What a log server reports; the membership of the installed view follows.",
);

const reportCodec = headerCodec(report);

/** The payload of `sealed` and `surveyed`. */
export function encodeServerReport({ membership, installedView, ...rest }: ServerReport): Uint8Array {
  const bytes = new Uint8Array(reportCodec.byteLength);
  reportCodec.encode({ ...rest, installed_view: installedView, reserved: 0 }, bytes, 0);
  return concatBytes([bytes, membership]);
}

/** Reads such a payload; undefined when it is too short to be one. */
export function decodeServerReport(payload: Uint8Array): ServerReport | undefined {
  const header = reportCodec.decode(payload, 0);
  if (header === undefined) return undefined;
  const { installed_view, owner, start, witness, settled, largest, trimmed } = header;
  const membership = payload.slice(reportCodec.byteLength);
  return { installedView: installed_view, owner, start, witness, settled, largest, trimmed, membership };
}

/** What a log server holds at an index, as `listed` tells it. */
export interface ListedEntry {
  readonly index: bigint;
  readonly view: number;
  readonly tag: number;
}

const listed = headerSpec(
  "listed_entry_t",
  [
    { name: "index_hi", width: 32, doc: "Log index, upper half." },
    { name: "index_lo", width: 32, doc: "Log index, lower half." },
    { name: "view", width: 32, doc: "The view in which the entry was accepted." },
    { name: "tag", width: 32, doc: "Identity of the value; 0 is junk." },
  ],
  "An entry in the answer to a list.",
);

const listedCodec = headerCodec(listed);

/** What a `list` asks for (`code`): the entries, or only how many there are and a sum over them. */
export const listOption = { entries: 0, sum: 1 } as const;

/** What an `install` is (`code`): the beginning of a view, or that what its record says has come about. */
export const installOption = { first: 0, closing: 1 } as const;

/** The sum over no entries. */
export const emptySum = 0x811c9dc5;

/** A sum over entries with one more: servers that hold the same have the same (FNV-1a over words). */
export function addToSum(sum: number, index: bigint, tag: number): number {
  const prime = 0x01000193;
  const low = Number(BigInt.asUintN(32, index));
  return Math.imul(Math.imul(sum ^ low, prime) ^ tag, prime) >>> 0;
}

/** The most entries that one `listed` tells of. */
export const listedMax = 512;

/** The payload of `listed`. */
export function encodeListed(entries: readonly ListedEntry[]): Uint8Array {
  const size = listedCodec.byteLength;
  const bytes = new Uint8Array(size * entries.length);
  for (const [at, { index, view, tag }] of entries.entries()) {
    listedCodec.encode({ ...indexFields(index), view, tag }, bytes, at * size);
  }
  return bytes;
}

/** Reads the payload of `listed`. */
export function decodeListed(payload: Uint8Array): readonly ListedEntry[] {
  const size = listedCodec.byteLength;
  return Array.from({ length: Math.floor(payload.length / size) }, (_, at) => {
    const fields = listedCodec.decode(payload, at * size);
    if (fields === undefined) return [];
    return [{ index: indexOf(fields), view: fields.view, tag: fields.tag }];
  }).flat();
}

const indexBytes = 8;

/** The most indices that one `restore` fills with junk. */
export const junkListMax = 1024;

/** The payload of a `restore` that fills many indices with junk. */
export function encodeIndices(indices: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(indexBytes * indices.length);
  const view = new DataView(bytes.buffer);
  for (const [at, index] of indices.entries()) view.setBigUint64(at * indexBytes, index);
  return bytes;
}

/** Reads such a payload. */
export function decodeIndices(payload: Uint8Array): readonly bigint[] {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const count = Math.floor(payload.length / indexBytes);
  return Array.from({ length: count }, (_, at) => view.getBigUint64(at * indexBytes));
}
