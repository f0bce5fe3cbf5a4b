import { P4RuntimeError } from "../errors.js";
import type { p4 } from "../messages/index.js";
import type { MatchValue } from "../values.js";
import { decodeBits, encodeBits } from "./bytestring.js";
import type { Registry } from "./registry.js";
import type { MatchFieldSchema } from "./schema.js";

type Match = Readonly<Record<string, MatchValue>>;
type MatchMessage = p4.FieldMatch["fieldMatchType"];

/**
 * A key as messages, section 9.1.1. Matches of anything (an empty mask, prefix or the whole range) are left out,
 * as the specification wants them; a value with bits outside of its mask or prefix is INVALID_ARGUMENT.
 */
export function encodeMatch(fields: Registry<MatchFieldSchema>, match: Match): p4.FieldMatch[] {
  const messages: p4.FieldMatch[] = [];
  for (const [name, value] of Object.entries(match)) {
    const field = fields.byName(name);
    if (field.kind !== value.kind) throw wrongKind(field, value.kind);
    if (matchesAnything(field, value)) continue;
    requireSense(field, value);
    messages.push({ fieldId: field.id, fieldMatchType: encodeValue(field, value) });
  }
  return messages;
}

/** The inverse. Messages that are not canonical (section 9.1.1) or name a field twice are INVALID_ARGUMENT. */
export function decodeMatch(
  fields: Registry<MatchFieldSchema>,
  messages: readonly p4.FieldMatch[],
): Record<string, MatchValue> {
  const match: Record<string, MatchValue> = {};
  for (const { fieldId, fieldMatchType } of messages) {
    const field = fields.byId(fieldId);
    if (Object.hasOwn(match, field.name)) throw invalid(field, "is given twice");
    const value = decodeValue(field, fieldMatchType);
    if (matchesAnything(field, value)) throw invalid(field, "matches anything, so it must be left out");
    requireSense(field, value);
    match[field.name] = value;
  }
  return match;
}

function encodeValue(field: MatchFieldSchema, value: MatchValue): MatchMessage {
  switch (value.kind) {
    case "exact":
      return { $case: "exact", value: { value: encodeBits(value.value, field) } };
    case "optional":
      return { $case: "optional", value: { value: encodeBits(value.value, field) } };
    case "lpm":
      return {
        $case: "lpm",
        value: { value: encodeBits(value.value, field), prefixLen: value.prefixLength },
      };
    case "ternary":
      return {
        $case: "ternary",
        value: { value: encodeBits(value.value, field), mask: encodeBits(value.mask, field) },
      };
    case "range":
      return {
        $case: "range",
        value: { low: encodeBits(value.low, field), high: encodeBits(value.high, field) },
      };
  }
}

function decodeValue(field: MatchFieldSchema, message: MatchMessage): MatchValue {
  if (message?.$case !== field.kind) throw wrongKind(field, message?.$case ?? "nothing");
  switch (message?.$case) {
    case "exact":
      return { kind: "exact", value: decodeBits(message.value.value, field) };
    case "optional":
      return { kind: "optional", value: decodeBits(message.value.value, field) };
    case "lpm": {
      const { value, prefixLen } = message.value;
      return { kind: "lpm", value: decodeBits(value, field), prefixLength: prefixLen };
    }
    case "ternary": {
      const { value, mask } = message.value;
      return { kind: "ternary", value: decodeBits(value, field), mask: decodeBits(mask, field) };
    }
    case "range": {
      const { low, high } = message.value;
      return { kind: "range", low: decodeBits(low, field), high: decodeBits(high, field) };
    }
    default:
      throw new P4RuntimeError("UNIMPLEMENTED", `${field.name} has a match kind of one architecture only`);
  }
}

function matchesAnything(field: MatchFieldSchema, value: MatchValue): boolean {
  if (value.kind === "ternary") return value.mask === 0n && value.value === 0n;
  if (value.kind === "lpm") return value.prefixLength === 0 && value.value === 0n;
  return value.kind === "range" && value.low === 0n && value.high === allOnes(field);
}

function requireSense(field: MatchFieldSchema, value: MatchValue): void {
  if (value.kind === "ternary" && (value.value & ~value.mask) !== 0n) {
    throw invalid(field, "has bits outside of its mask");
  }
  if (value.kind === "range" && value.low > value.high)
    throw invalid(field, "is a range that ends before it begins");
  if (value.kind !== "lpm") return;
  const { prefixLength } = value;
  if (!Number.isInteger(prefixLength) || prefixLength < 0 || prefixLength > field.bitWidth) {
    throw invalid(field, `has a prefix of ${prefixLength} bits, but ${field.bitWidth} bits in all`);
  }
  if (BigInt.asUintN(field.bitWidth - prefixLength, value.value) !== 0n) {
    throw invalid(field, "has bits outside of its prefix");
  }
}

function allOnes(field: MatchFieldSchema): bigint {
  return (1n << BigInt(field.bitWidth)) - 1n;
}

function wrongKind(field: MatchFieldSchema, given: string): P4RuntimeError {
  return invalid(field, `is matched by ${field.kind ?? "a kind that is not supported"}, not by ${given}`);
}

function invalid(field: MatchFieldSchema, reason: string): P4RuntimeError {
  return new P4RuntimeError("INVALID_ARGUMENT", `match field ${field.name} ${reason}`);
}
