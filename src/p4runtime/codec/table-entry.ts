import { P4RuntimeError } from "../errors.js";
import type { p4 } from "../messages/index.js";
import type { TableAction, TableEntry } from "../values.js";
import { decodeActionFilter, decodeTableAction, encodeActionFilter, encodeTableAction } from "./action.js";
import { decodeMatch, encodeMatch } from "./match.js";
import { positiveInt32, positiveInt64 } from "./numbers.js";
import type { Schema } from "./schema.js";
import {
  decodeCounterData,
  decodeMeterConfig,
  encodeCounterData,
  encodeMeterConfig,
  refuseMeterCounters,
} from "./traffic.js";

/** Section 9.1. `as` tells whether the action is one to run or one to look for. */
export function encodeTableEntry(schema: Schema, entry: TableEntry, as: "entity" | "filter"): p4.TableEntry {
  return {
    ...encodeTableKey(schema, entry),
    action: entry.action && (as === "filter" ? encodeActionFilter : encodeTableAction)(schema, entry.action),
    controllerMetadata: entry.controllerMetadata ?? 0n,
    meterConfig: entry.meter && encodeMeterConfig(entry.meter),
    counterData: entry.counter && encodeCounterData(entry.counter),
    idleTimeoutNs: positiveInt64(entry.idleTimeoutNs, "an idle timeout"),
    timeSinceLastHit:
      entry.timeSinceLastHitNs === undefined ? undefined : { elapsedNs: entry.timeSinceLastHitNs },
    metadata: entry.metadata,
    isConst: entry.isConst ?? false,
  };
}

/** What finds a table entry, and nothing else: all that a delete or a direct resource needs. */
export function encodeTableKey(schema: Schema, entry: TableEntry): p4.TableEntry {
  return {
    tableId: schema.tables.idOf(entry.table),
    match:
      entry.table === ""
        ? refuseMatch(entry)
        : encodeMatch(schema.tables.byName(entry.table).matchFields, entry.match),
    action: undefined,
    priority: positiveInt32(entry.priority, "a priority"),
    controllerMetadata: 0n,
    meterConfig: undefined,
    counterData: undefined,
    isDefaultAction: entry.isDefault,
    idleTimeoutNs: 0n,
    timeSinceLastHit: undefined,
    metadata: new Uint8Array(0),
    meterCounterData: undefined,
    isConst: false,
  };
}

/** The inverse of `encodeTableEntry`. */
export function decodeTableEntry(
  schema: Schema,
  message: p4.TableEntry,
  as: "entity" | "filter",
): TableEntry {
  refuseMeterCounters(message.meterCounterData);
  return {
    ...decodeTableKey(schema, message),
    ...decodeTableActionOf(schema, message, as),
    idleTimeoutNs: positiveInt64(message.idleTimeoutNs, "an idle timeout"),
    metadata: message.metadata,
    ...(message.controllerMetadata !== 0n && { controllerMetadata: message.controllerMetadata }),
    ...(message.timeSinceLastHit && { timeSinceLastHitNs: message.timeSinceLastHit.elapsedNs }),
    ...(message.counterData && { counter: decodeCounterData(message.counterData) }),
    ...(message.meterConfig && { meter: decodeMeterConfig(message.meterConfig) }),
    ...(message.isConst && { isConst: true }),
  };
}

/** The inverse of `encodeTableKey`; everything else in the message is ignored. */
export function decodeTableKey(schema: Schema, message: p4.TableEntry): TableEntry {
  const table = message.tableId === 0 ? undefined : schema.tables.byId(message.tableId);
  if (table === undefined && message.match.length > 0) throw matchWithoutTable();
  return {
    kind: "tableEntry",
    table: table?.name ?? "",
    match: table === undefined ? {} : decodeMatch(table.matchFields, message.match),
    priority: positiveInt32(message.priority, "a priority"),
    isDefault: message.isDefaultAction,
    idleTimeoutNs: 0n,
    metadata: new Uint8Array(0),
  };
}

function decodeTableActionOf(
  schema: Schema,
  message: p4.TableEntry,
  as: "entity" | "filter",
): { action?: TableAction } {
  if (message.action === undefined) return {};
  return { action: (as === "filter" ? decodeActionFilter : decodeTableAction)(schema, message.action) };
}

function refuseMatch(entry: TableEntry): p4.FieldMatch[] {
  if (Object.keys(entry.match).length > 0) throw matchWithoutTable();
  return [];
}

function matchWithoutTable(): P4RuntimeError {
  return new P4RuntimeError("INVALID_ARGUMENT", "a key without the table it belongs to");
}
