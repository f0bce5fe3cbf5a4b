import { P4RuntimeError } from "../errors.js";
import { p4 } from "../messages/index.js";
import type { Entity, Update, UpdateType } from "../values.js";
import { decodeGroup, decodeMember, encodeGroup, encodeMember } from "./action-profile.js";
import {
  decodeCounterEntry,
  decodeMeterEntry,
  decodeRegisterEntry,
  encodeCounterEntry,
  encodeMeterEntry,
  encodeRegisterEntry,
} from "./arrays.js";
import { decodeDigestEntry, encodeDigestEntry } from "./digest.js";
import { keyMessage } from "./key-message.js";
import { decodeReplication, encodeReplication } from "./replication.js";
import type { Schema } from "./schema.js";
import { decodeTableEntry, decodeTableKey, encodeTableEntry, encodeTableKey } from "./table-entry.js";
import {
  decodeCounterData,
  decodeMeterConfig,
  encodeCounterData,
  encodeMeterConfig,
  refuseMeterCounters,
} from "./traffic.js";
import { decodeValueSet, encodeValueSet } from "./value-set.js";

/** Whether an entity is one that exists, or a question for those that do. */
export type EntityRole = "entity" | "filter";

/**
 * An entity as a message: names become ids, numbers canonical byte strings. Names that the P4Info does not have
 * and shapes that do not fit are INVALID_ARGUMENT, values that are too wide OUT_OF_RANGE.
 */
export function encodeEntity(schema: Schema, entity: Entity, as: EntityRole = "entity"): p4.Entity {
  return { entity: encodeBody(schema, entity, as) };
}

/** The inverse; what the values cannot say is UNIMPLEMENTED. Unset ids and indices become empty and absent. */
export function decodeEntity(schema: Schema, message: p4.Entity, as: EntityRole = "entity"): Entity {
  const body = message.entity;
  switch (body?.$case) {
    case "tableEntry":
      return decodeTableEntry(schema, body.value, as);
    case "actionProfileMember":
      return decodeMember(schema, body.value);
    case "actionProfileGroup":
      return decodeGroup(schema, body.value);
    case "counterEntry":
      return decodeCounterEntry(schema, body.value);
    case "directCounterEntry": {
      const { tableEntry, data } = body.value;
      const key = decodeTableKey(schema, tableEntry ?? p4.TableEntry.create());
      return { kind: "directCounterEntry", tableEntry: key, ...(data && { data: decodeCounterData(data) }) };
    }
    case "meterEntry":
      return decodeMeterEntry(schema, body.value);
    case "directMeterEntry": {
      const { tableEntry, config, counterData } = body.value;
      refuseMeterCounters(counterData);
      const key = decodeTableKey(schema, tableEntry ?? p4.TableEntry.create());
      return {
        kind: "directMeterEntry",
        tableEntry: key,
        ...(config && { config: decodeMeterConfig(config) }),
      };
    }
    case "packetReplicationEngineEntry":
      return decodeReplication(body.value);
    case "valueSetEntry":
      return decodeValueSet(schema, body.value);
    case "registerEntry":
      return decodeRegisterEntry(schema, body.value);
    case "digestEntry":
      return decodeDigestEntry(schema, body.value);
    case "externEntry":
      throw new P4RuntimeError("UNIMPLEMENTED", "externs of other architectures");
    default:
      throw new P4RuntimeError("INVALID_ARGUMENT", "an entity of no kind");
  }
}

function encodeBody(schema: Schema, entity: Entity, as: EntityRole): p4.Entity["entity"] {
  switch (entity.kind) {
    case "tableEntry":
      return { $case: "tableEntry", value: encodeTableEntry(schema, entity, as) };
    case "actionProfileMember":
      return { $case: "actionProfileMember", value: encodeMember(schema, entity) };
    case "actionProfileGroup":
      return { $case: "actionProfileGroup", value: encodeGroup(schema, entity) };
    case "counterEntry":
      return { $case: "counterEntry", value: encodeCounterEntry(schema, entity) };
    case "directCounterEntry": {
      const tableEntry = encodeTableKey(schema, entity.tableEntry);
      const data = entity.data && encodeCounterData(entity.data);
      return { $case: "directCounterEntry", value: { tableEntry, data } };
    }
    case "meterEntry":
      return { $case: "meterEntry", value: encodeMeterEntry(schema, entity) };
    case "directMeterEntry": {
      const tableEntry = encodeTableKey(schema, entity.tableEntry);
      const config = entity.config && encodeMeterConfig(entity.config);
      return { $case: "directMeterEntry", value: { tableEntry, config, counterData: undefined } };
    }
    case "multicastGroup":
    case "cloneSession":
      return { $case: "packetReplicationEngineEntry", value: encodeReplication(entity) };
    case "valueSet":
      return { $case: "valueSetEntry", value: encodeValueSet(schema, entity) };
    case "registerEntry":
      return { $case: "registerEntry", value: encodeRegisterEntry(schema, entity) };
    case "digestEntry":
      return { $case: "digestEntry", value: encodeDigestEntry(schema, entity) };
  }
}

const typeNumbers: Readonly<Record<UpdateType, p4.Update_Type>> = {
  insert: p4.Update_Type.INSERT,
  modify: p4.Update_Type.MODIFY,
  delete: p4.Update_Type.DELETE,
};

const typeNames = new Map<p4.Update_Type, UpdateType>([
  [p4.Update_Type.INSERT, "insert"],
  [p4.Update_Type.MODIFY, "modify"],
  [p4.Update_Type.DELETE, "delete"],
]);

/** An update as a message. A delete carries the key of its entity only (section 12). */
export function encodeUpdate(schema: Schema, update: Update): p4.Update {
  const entity = encodeEntity(schema, update.entity);
  return { type: typeNumbers[update.type], entity: update.type === "delete" ? keyMessage(entity) : entity };
}

/** The inverse. All but the key of a delete is ignored, whatever it is (section 9.1). */
export function decodeUpdate(schema: Schema, message: p4.Update): Update {
  const type = typeNames.get(message.type);
  if (type === undefined) throw new P4RuntimeError("INVALID_ARGUMENT", "an update of no type");
  const entity = message.entity ?? { entity: undefined };
  return { type, entity: decodeEntity(schema, type === "delete" ? keyMessage(entity) : entity) };
}
