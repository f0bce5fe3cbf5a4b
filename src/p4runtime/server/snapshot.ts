import { checkUpdate } from "../check/index.js";
import { encodeUpdate, type Schema } from "../codec/index.js";
import { P4RuntimeError } from "../errors.js";
import type { Pipeline } from "../pipeline.js";
import { type Entity, tableEntry, type Update } from "../values.js";
import { wholeEntries } from "./inverse.js";

/** In the order in which they can be restored: what is referred to comes first. */
const filters: readonly Entity[] = [
  { kind: "actionProfileMember", profile: "", memberId: 0 },
  { kind: "actionProfileGroup", profile: "", groupId: 0, maxSize: 0, members: [] },
  { kind: "multicastGroup", groupId: 0, replicas: [] },
  { kind: "cloneSession", sessionId: 0, replicas: [], classOfService: 0, packetLengthBytes: 0 },
  wholeEntries({}),
  wholeEntries({ isDefault: true }),
  { kind: "valueSet", valueSet: "", members: [] },
  { kind: "registerEntry", register: "" },
  { kind: "counterEntry", counter: "" },
  { kind: "meterEntry", meter: "" },
  { kind: "digestEntry", digest: "", maxTimeoutNs: 0n, maxListSize: 0, ackTimeoutNs: 0n },
];

const inserted = new Set<Entity["kind"]>([
  "actionProfileMember",
  "actionProfileGroup",
  "multicastGroup",
  "cloneSession",
  "digestEntry",
]);

/** The updates that bring back, on empty tables, all that a switch holds now and that can be written. */
export function snapshotOf(pipeline: Pipeline, schema: Schema): Update[] {
  return filters
    .flatMap((filter) => readIfSupported(pipeline, filter))
    .filter((entity) => isWritable(schema, entity))
    .map((entity) => ({ type: isInserted(entity) ? "insert" : "modify", entity }));
}

/** Throws INVALID_ARGUMENT unless a program with this schema could hold all of a snapshot. */
export function checkPreservable(schema: Schema, updates: readonly Update[]): void {
  try {
    for (const update of updates) {
      encodeUpdate(schema, update);
      checkUpdate(schema, update);
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new P4RuntimeError("INVALID_ARGUMENT", `the state cannot be preserved: ${reason}`, { cause });
  }
}

/** Puts a snapshot in the place of what a program begins with. */
export function restore(pipeline: Pipeline, updates: readonly Update[]): void {
  const initial = [...pipeline.read(tableEntry({}))].filter((entity) => !isConst(entity));
  for (const entity of initial) pipeline.apply({ type: "delete", entity });
  for (const update of updates) pipeline.apply(update);
}

/** What a switch does not support it does not hold. */
function readIfSupported(pipeline: Pipeline, filter: Entity): Entity[] {
  try {
    return [...pipeline.read(filter)];
  } catch (error) {
    if (error instanceof P4RuntimeError && error.code === "UNIMPLEMENTED") return [];
    throw error;
  }
}

function isWritable(schema: Schema, entity: Entity): boolean {
  if (entity.kind !== "tableEntry") return true;
  const table = schema.tables.byName(entity.table);
  if (entity.isDefault) return !table.hasConstDefault && table.actionProfile === undefined;
  return !table.isConst && !isConst(entity);
}

function isInserted(entity: Entity): boolean {
  return inserted.has(entity.kind) || (entity.kind === "tableEntry" && !entity.isDefault);
}

function isConst(entity: Entity): boolean {
  return entity.kind === "tableEntry" && entity.isConst === true;
}
