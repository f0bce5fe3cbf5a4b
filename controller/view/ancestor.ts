import { equalBytes } from "../../src/base/index.js";
import { type ServerReport, viewDistance } from "../../src/ringworld/index.js";
import { distinctSets } from "./layout.js";
import { hasMajorities, type ServerSet } from "./membership.js";
import { decodeViewRecord, type ViewRecord } from "./view-record.js";

/** The newest view that is installed anywhere, as far as log servers have told (docs/PROTOCOL.md, Layouts). */
export interface Ancestor {
  readonly view: number;
  readonly owner: bigint;
  readonly start: bigint;
  /** Undefined when the record cannot be read. Without former sets when the view is certain to be in force. */
  readonly record: ViewRecord | undefined;
  /** Who installs a newer view has a majority of each of them: somebody who has sealed them all would have heard of it. */
  readonly quorums: readonly ServerSet[];
  /** Who reports it. */
  readonly holders: readonly string[];
  /** Whether everybody who has heard majorities of its sets knows that it is in force. */
  readonly isClosed: boolean;
}

/** Finds it; undefined when nobody has installed a view. */
export function ancestorOf(reports: ReadonlyMap<string, ServerReport>): Ancestor | undefined {
  const newest = newestReport(reports.values());
  if (newest === undefined) return undefined;
  const { installedView: view, owner, start } = newest;
  const holding = [...reports].filter(([, report]) => report.installedView === view);
  const holders = holding.map(([name]) => name);
  const read = recordReader();
  const records = holding.map(([name, report]) => [name, read(report.membership)] as const);
  const closed = records.filter(([, each]) => each?.former.length === 0);
  const [, known] = closed[0] ?? records[0] ?? [];
  const record = known && settledBy(known, holders);
  const quorums = record === undefined ? [] : distinctSets([...record.layout, ...record.former]);
  const isClosed =
    record !== undefined &&
    hasMajorities(
      record.layout,
      closed.map(([name]) => name),
    );
  return { view, owner, start, record, quorums, holders, isClosed };
}

/** Reads records one after the other: most log servers report the same. */
function recordReader(): (bytes: Uint8Array) => ViewRecord | undefined {
  let last: { readonly bytes: Uint8Array; readonly record: ViewRecord | undefined } | undefined;
  return (bytes) => {
    if (last === undefined || !equalBytes(last.bytes, bytes))
      last = { bytes, record: decodeViewRecord(bytes) };
    return last.record;
  };
}

/** A view that majorities of all its sets bear is in force: what it left is of no more concern. */
function settledBy(record: ViewRecord, holders: readonly string[]): ViewRecord {
  const isInForce = hasMajorities([...record.layout, ...record.former], holders);
  return isInForce ? { ...record, former: [] } : record;
}

function newestReport(reports: Iterable<ServerReport>): ServerReport | undefined {
  let newest: ServerReport | undefined;
  for (const report of reports) {
    if (report.installedView === 0) continue;
    if (newest === undefined || viewDistance(newest.installedView, report.installedView) > 0) newest = report;
  }
  return newest;
}
