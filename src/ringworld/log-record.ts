import { assert, ByteSlab, headerSpec } from "../base/index.js";
import { headerCodec, indexFields, type WireValues } from "../wire/index.js";

/** What a record of a log server says. */
export const recordKind = { entry: 1, seal: 2, install: 3, witness: 4, settled: 5, trim: 6 } as const;

/** The header of a record in a log server's storage; the body is the entry's value. */
export const logRecord = headerSpec(
  "log_record_t",
  [
    { name: "kind", width: 8, doc: "What the record says.", values: recordKind },
    { name: "reserved", width: 8, doc: "0." },
    { name: "entries", width: 16, doc: "0: the body is one entry. Else a pack of so many." },
    {
      name: "view",
      width: 32,
      doc: "The view in which the entry was stored, that was promised, or that was installed.",
    },
    {
      name: "index_hi",
      width: 32,
      doc: "Log index, upper half; of an entry, of a start, of a tail, of a bound.",
    },
    { name: "index_lo", width: 32, doc: "Log index, lower half." },
    {
      name: "client",
      width: 64,
      doc: "The client that appended the entry; the owner of the view that was promised.",
    },
    { name: "request", width: 32, doc: "Number of the append within that client." },
    { name: "tag", width: 32, doc: "Identity of the value; 0 is junk." },
    { name: "stream", width: 32, doc: "Stream of the entry." },
  ],
  "A record of a log server.",
);

/** The fields of a record's header. */
export type LogRecord = WireValues<typeof logRecord>;

const codec = headerCodec(logRecord);
const slab = new ByteSlab();

/** The bytes of a record's header. */
export function encodeLogRecord(record: Readonly<LogRecord>): Uint8Array {
  const bytes = slab.take(codec.byteLength);
  codec.encode(record, bytes, 0);
  return bytes;
}

/** Reads a record's header; storage has checked its bytes, so that anything else than a record is a bug. */
export function decodeLogRecord(header: Uint8Array): LogRecord {
  const record = codec.decode(header, 0);
  assert(record !== undefined, `a log record of ${header.length} bytes`);
  return record;
}

/** What a message and a record both say of an entry. */
export type EntryFields = Omit<LogRecord, "kind" | "reserved">;

/** The record of an entry. It is written out, since one is made for every entry: spreading costs many times as much. */
export function entryRecord(fields: EntryFields): LogRecord {
  const { entries, view, index_hi, index_lo, client, request, tag, stream } = fields;
  return {
    kind: recordKind.entry,
    reserved: 0,
    entries,
    view,
    index_hi,
    index_lo,
    client,
    request,
    tag,
    stream,
  };
}

/** A record of another kind than an entry: a fact about views (docs/PROTOCOL.md, Views). */
export function factRecord(
  kind: Exclude<keyof typeof recordKind, "entry">,
  view: number,
  index: bigint,
  client: bigint,
): LogRecord {
  const rest = { reserved: 0, entries: 0, request: 0, tag: 0, stream: 0 };
  return { kind: recordKind[kind], view, ...indexFields(index), client, ...rest };
}
