import { checkFilter, checkUpdate } from "../check/index.js";
import { decodeEntity, decodeUpdate, encodeEntity, type Schema } from "../codec/index.js";
import { BatchError, type BatchFailure, P4RuntimeError } from "../errors.js";
import { asP4RuntimeError } from "../fault.js";
import { p4 } from "../messages/index.js";
import type { Pipeline } from "../pipeline.js";
import type { Entity, Update } from "../values.js";
import { inverseOf } from "./inverse.js";

/** Whatever takes updates and answers filters. */
export type Target = Pick<Pipeline, "apply" | "read">;

/** Throws for an update that whoever sends it may not make. */
export type Admission = (update: p4.Update) => void;

const entitiesPerMessage = 256;

/**
 * Applies the updates of a request in their order, without letting a packet in between: the whole batch runs in
 * one turn of the event loop. Throws a `BatchError` when any was refused. With CONTINUE_ON_ERROR the others stay;
 * else all are undone again (section 12.2), and those that were not at fault are ABORTED.
 */
export function writeBatch(target: Target, schema: Schema, request: p4.WriteRequest, admit: Admission): void {
  const check = (message: p4.Update) => {
    admit(message);
    return checked(schema, message);
  };
  switch (request.atomicity) {
    case p4.WriteRequest_Atomicity.CONTINUE_ON_ERROR:
      writeEach(target, check, request.updates);
      return;
    case p4.WriteRequest_Atomicity.ROLLBACK_ON_ERROR:
    case p4.WriteRequest_Atomicity.DATAPLANE_ATOMIC:
      writeAllOrNone(target, check, request.updates);
      return;
    default:
      throw new P4RuntimeError("UNIMPLEMENTED", `atomicity ${request.atomicity}`);
  }
}

/**
 * What the filters of a request ask for, in messages of a few hundred entities. All is read at once, so that no
 * write gets in between, but turned into messages one by one. When a filter is refused, its error is the last
 * thing that comes, as a `BatchError` (section 13.3).
 */
export function* readBatch(
  target: Target,
  schema: Schema,
  request: p4.ReadRequest,
  isShown: (entity: p4.Entity) => boolean,
): Iterable<p4.ReadResponse> {
  const failures: BatchFailure<p4.Entity>[] = [];
  const found: Entity[] = [];
  for (const [index, item] of request.entities.entries()) {
    try {
      for (const entity of readOne(target, schema, item)) found.push(entity);
    } catch (error) {
      failures.push({ index, item, error: asP4RuntimeError(error) });
    }
  }
  for (let start = 0; start < found.length; start += entitiesPerMessage) {
    const part = found.slice(start, start + entitiesPerMessage);
    yield { entities: part.map((entity) => encodeEntity(schema, entity)).filter(isShown) };
  }
  if (failures.length > 0) throw new BatchError(failures);
}

function readOne(target: Target, schema: Schema, message: p4.Entity): Entity[] {
  const filter = decodeEntity(schema, message, "filter");
  checkFilter(schema, filter);
  return [...target.read(filter)];
}

function writeEach(target: Target, check: Check, messages: readonly p4.Update[]): void {
  const failures: BatchFailure<p4.Update>[] = [];
  for (const [index, item] of messages.entries()) {
    try {
      target.apply(check(item));
    } catch (error) {
      failures.push({ index, item, error: asP4RuntimeError(error) });
    }
  }
  if (failures.length > 0) throw new BatchError(failures);
}

function writeAllOrNone(target: Target, check: Check, messages: readonly p4.Update[]): void {
  const undo: Update[] = [];
  for (const [index, item] of messages.entries()) {
    try {
      const update = check(item);
      const inverse = inverseOf(target, update);
      target.apply(update);
      undo.push(...inverse.reverse());
    } catch (error) {
      for (const update of undo.reverse()) target.apply(update);
      throw new BatchError(abortedExcept(messages, index, asP4RuntimeError(error)));
    }
  }
}

type Check = (message: p4.Update) => Update;

function checked(schema: Schema, message: p4.Update): Update {
  const update = decodeUpdate(schema, message);
  checkUpdate(schema, update);
  return update;
}

function abortedExcept(
  messages: readonly p4.Update[],
  culprit: number,
  error: P4RuntimeError,
): BatchFailure<p4.Update>[] {
  const aborted = new P4RuntimeError("ABORTED", `undone, because update ${culprit} failed`);
  return messages.map((item, index) => ({ index, item, error: index === culprit ? error : aborted }));
}
