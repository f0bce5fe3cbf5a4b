import { CodedError } from "../../base/index.js";
import {
  type Annotation,
  bitType,
  type Expression,
  type Field,
  node,
  type Program,
  type Statement,
  walk,
} from "../../ir/index.js";
import type { Pass } from "../pass.js";
import { addMetadataFields, replaceMetadata } from "./metadata-fields.js";

/** A field that nobody writes: v1model has no empty field list. */
const placeholder = "preserves_nothing";

/**
 * Marks with `@field_list(n)` which metadata fields a packet keeps when it is resubmitted, recirculated or
 * cloned. List 0 preserves nothing.
 *
 * Throws `V1MODEL-PRESERVED-FIELD` for anything that is no field of the metadata struct itself.
 */
export const tagPreservedFields: Pass = {
  name: "tag-preserved-fields",
  run(program) {
    const lists = fieldLists(program);
    const whole = lists.usesEmpty ? addMetadataFields(program, [placeholderField(program)]) : program;
    if (lists.fields.length === 0) return whole;
    const fields = whole.metadata.fields.map((field) => tagged(field, lists));
    return replaceMetadata(whole, { ...whole.metadata, fields });
  },
};

/** The field lists of a program: list n + 1 holds `fields[n]`; list 0 is the empty one. */
export interface FieldLists {
  readonly fields: readonly (readonly string[])[];
  readonly usesEmpty: boolean;
}

/** Numbers the lists of preserved fields in the order in which the program first uses them. */
export function fieldLists(program: Program): FieldLists {
  const lists = new Map<string, readonly string[]>();
  let usesEmpty = false;
  walk(program, (target) => {
    if (target.kind !== "recirculate" && target.kind !== "resubmit" && target.kind !== "clone") return;
    const names = preservedNames(target);
    if (names.length > 0) lists.set(names.join(), names);
    else if (target.kind !== "clone") usesEmpty = true;
  });
  return { fields: [...lists.values()], usesEmpty };
}

/** The number of the list that keeps these fields. */
export function fieldListNumber(lists: FieldLists, statement: Statement): number {
  const names = preservedNames(statement).join();
  return lists.fields.findIndex((list) => list.join() === names) + 1;
}

/** The metadata fields that a packet keeps, by name, each once and sorted. */
export function preservedNames(statement: Statement): readonly string[] {
  if (!("preserved" in statement)) return [];
  return [...new Set(statement.preserved.map(preservedName))].sort();
}

function preservedName(expression: Expression): string {
  if (
    expression.kind === "field" &&
    expression.object.kind === "root" &&
    expression.object.root === "metadata"
  ) {
    return expression.field;
  }
  throw new CodedError({
    code: "V1MODEL-PRESERVED-FIELD",
    message: "only fields of the metadata struct can be preserved with a packet",
    help: "Copy the value into a metadata field first.",
    position: expression.source,
  });
}

function placeholderField({ source }: Program): Field {
  return { name: placeholder, type: bitType(8), annotations: [fieldListAnnotation([0], source)], source };
}

function tagged(field: Field, lists: FieldLists): Field {
  const numbers = lists.fields.flatMap((list, position) => (list.includes(field.name) ? [position + 1] : []));
  if (numbers.length === 0) return field;
  return { ...field, annotations: [...field.annotations, fieldListAnnotation(numbers, field.source)] };
}

function fieldListAnnotation(numbers: readonly number[], source: Annotation["source"]): Annotation {
  return node("annotation", { name: "field_list", args: numbers.map(BigInt), source });
}
