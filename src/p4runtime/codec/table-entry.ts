import { P4RuntimeError } from "../errors.js";
import type { p4 } from "../messages/index.js";
import type { TableEntry } from "../values.js";
import { decodeActionFilter, decodeTableAction, encodeActionFilter, encodeTableAction } from "./action.js";
import { decodeMatch, encodeMatch } from "./match.js";
import { positiveInt32, positiveInt64, uint64 } from "./numbers.js";
import type { Schema } from "./schema.js";
import {
  decodeCounterData,
  decodeMeterConfig,
  encodeCounterData,
  encodeMeterConfig,
  refuseMeterCounters,
} from "./traffic.js";

/** An object under construction. */
type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

/** Section 9.1. `as` tells whether the action is one to run or one to look for. */
export function encodeTableEntry(schema: Schema, entry: TableEntry, as: "entity" | "filter"): p4.TableEntry {
  return {
    ...encodeTableKey(schema, entry),
    action: entry.action && (as === "filter" ? encodeActionFilter : encodeTableAction)(schema, entry.action),
    controllerMetadata: uint64(entry.controllerMetadata ?? 0n, "controller metadata"),
    meterConfig: entry.meter && encodeMeterConfig(entry.meter),
    counterData: entry.counter && encodeCounterData(entry.counter),
    idleTimeoutNs: positiveInt64(entry.idleTimeoutNs, "an idle timeout"),
    timeSinceLastHit: encodeTimeSinceLastHit(entry.timeSinceLastHitNs),
    metadata: entry.metadata,
    isConst: entry.isConst ?? false,
  };
}

/** What finds a table entry, and nothing else: all that a delete or a direct resource needs. */
export function encodeTableKey(schema: Schema, entry: TableEntry): p4.TableEntry {
  const table = entry.table === "" ? undefined : schema.tables.byName(entry.table);
  if (table === undefined && Object.keys(entry.match).length > 0) throw matchWithoutTable();
  return {
    tableId: table?.id ?? 0,
    match: table === undefined ? [] : encodeMatch(table.matchFields, entry.match),
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
  const { action, controllerMetadata, timeSinceLastHit, counterData, meterConfig } = message;
  const entry: Draft<TableEntry> = decodeTableKey(schema, message);
  entry.idleTimeoutNs = positiveInt64(message.idleTimeoutNs, "an idle timeout");
  entry.metadata = message.metadata;
  if (action) entry.action = (as === "filter" ? decodeActionFilter : decodeTableAction)(schema, action);
  if (controllerMetadata !== 0n) entry.controllerMetadata = controllerMetadata;
  if (timeSinceLastHit) entry.timeSinceLastHitNs = timeSinceLastHit.elapsedNs;
  if (counterData) entry.counter = decodeCounterData(counterData);
  if (meterConfig) entry.meter = decodeMeterConfig(meterConfig);
  if (message.isConst) entry.isConst = true;
  return entry;
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

function encodeTimeSinceLastHit(timeNs: bigint | undefined): p4.TableEntry_IdleTimeout | undefined {
  return timeNs === undefined ? undefined : { elapsedNs: positiveInt64(timeNs, "a time since the last hit") };
}

function matchWithoutTable(): P4RuntimeError {
  return new P4RuntimeError("INVALID_ARGUMENT", "a key without the table it belongs to");
}
