import { P4RuntimeError } from "../errors.js";
import type { p4 } from "../messages/index.js";
import type { ValueSetEntry } from "../values.js";
import { decodeMatch, encodeMatch } from "./match.js";
import type { Schema } from "./schema.js";

/** Section 9.6. */
export function encodeValueSet(schema: Schema, entry: ValueSetEntry): p4.ValueSetEntry {
  if (entry.valueSet === "") return { valueSetId: 0, members: [] };
  const set = schema.valueSets.byName(entry.valueSet);
  return {
    valueSetId: set.id,
    members: entry.members.map((member) => ({ match: encodeMatch(set.matchFields, member) })),
  };
}

/** The inverse. */
export function decodeValueSet(schema: Schema, message: p4.ValueSetEntry): ValueSetEntry {
  if (message.valueSetId === 0 && message.members.length > 0) {
    throw new P4RuntimeError("INVALID_ARGUMENT", "members without the value set they belong to");
  }
  if (message.valueSetId === 0) return { kind: "valueSet", valueSet: "", members: [] };
  const set = schema.valueSets.byId(message.valueSetId);
  return {
    kind: "valueSet",
    valueSet: set.name,
    members: message.members.map((member) => decodeMatch(set.matchFields, member.match)),
  };
}
