import { P4RuntimeError } from "../errors.js";
import type { p4 } from "../messages/index.js";
import { decodeBits, decodeSignedBits, encodeBits, encodeSignedBits } from "./bytestring.js";
import { type DataField, type DataType, dataFields } from "./data-type.js";

/** A value of a type, one bigint for every scalar in it, in order; true is 1. Section 8.4. */
export function encodeData(type: DataType, values: readonly bigint[]): p4.P4Data {
  const fields = dataFields(type);
  if (values.length !== fields.length) {
    throw new P4RuntimeError("INVALID_ARGUMENT", `${fields.length} fields, but ${values.length} values`);
  }
  return encodeNext(type, values[Symbol.iterator]());
}

/** The inverse. A message of another shape is INVALID_ARGUMENT. */
export function decodeData(type: DataType, message: p4.P4Data | undefined): bigint[] {
  const values: bigint[] = [];
  decodeInto(values, type, message);
  return values;
}

function encodeNext(type: DataType, values: Iterator<bigint>): p4.P4Data {
  if (type.kind === "field") return encodeField(type.field, values.next().value ?? 0n);
  if (type.kind === "unsupported") throw new P4RuntimeError("UNIMPLEMENTED", type.reason);
  const members = type.members.map((member) => encodeNext(member, values));
  return { data: { $case: type.kind, value: { members } } };
}

function encodeField(field: DataField, value: bigint): p4.P4Data {
  switch (field.kind) {
    case "bits":
      return { data: { $case: "bitstring", value: encodeBits(value, field) } };
    case "signedBits":
      return { data: { $case: "bitstring", value: encodeSignedBits(value, field) } };
    case "enum":
      return { data: { $case: "enumValue", value: encodeBits(value, field) } };
    case "bool":
      encodeBits(value, field);
      return { data: { $case: "bool", value: value === 1n } };
  }
}

function decodeInto(values: bigint[], type: DataType, message: p4.P4Data | undefined): void {
  if (type.kind === "unsupported") throw new P4RuntimeError("UNIMPLEMENTED", type.reason);
  if (type.kind === "field") {
    values.push(decodeField(type.field, message?.data));
    return;
  }
  const data = message?.data;
  const members = data?.$case === "struct" || data?.$case === "tuple" ? data.value.members : [];
  if (data?.$case !== type.kind || members.length !== type.members.length) {
    throw new P4RuntimeError("INVALID_ARGUMENT", `needs a ${type.kind} of ${type.members.length} members`);
  }
  for (const [index, member] of type.members.entries()) decodeInto(values, member, members[index]);
}

function decodeField(field: DataField, data: p4.P4Data["data"]): bigint {
  if (data?.$case === "bitstring" && field.kind === "bits") return decodeBits(data.value, field);
  if (data?.$case === "bitstring" && field.kind === "signedBits") return decodeSignedBits(data.value, field);
  if (data?.$case === "enumValue" && field.kind === "enum") return decodeBits(data.value, field);
  if (data?.$case === "bool" && field.kind === "bool") return data.value ? 1n : 0n;
  throw new P4RuntimeError(
    "INVALID_ARGUMENT",
    `${field.name} is ${field.kind}, not ${data?.$case ?? "nothing"}`,
  );
}
