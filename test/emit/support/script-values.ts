import assert from "node:assert/strict";
import { p4info } from "p4runtime-js-grpc/messages";
import type { MatchValue } from "p4runtime-js-grpc/values";

const { MatchField_MatchType: Match } = p4info;

/** A number as scripts write it: decimal, `0x…`, `0b…`, `true` or `false`. */
export function numberOf(text: string): bigint {
  if (text === "true") return 1n;
  if (text === "false") return 0n;
  return BigInt(text);
}

/** What a field of a key has to be: `5`, `0x0a000000/8`, `0x1*`, `5->9`. Undefined when anything will do. */
export function matchOf({ match, bitwidth }: p4info.MatchField, text: string): MatchValue | undefined {
  switch (match?.value) {
    case Match.LPM: {
      const [value = "", length] = text.split("/");
      const prefixLength = length === undefined ? bitwidth : Number(length);
      return prefixLength === 0 ? undefined : { kind: "lpm", value: numberOf(value), prefixLength };
    }
    case Match.TERNARY:
      return ternary(text, bitwidth);
    case Match.RANGE: {
      const [low = "", high = low] = text.split("->");
      return { kind: "range", low: numberOf(low), high: numberOf(high) };
    }
    case Match.OPTIONAL:
      return { kind: "optional", value: numberOf(text) };
    default:
      return { kind: "exact", value: numberOf(text) };
  }
}

/** A value with `*` for digits that do not matter, or a value `&&&` a mask. */
function ternary(text: string, width: number): MatchValue | undefined {
  const [left = "", right] = text.split("&&&");
  if (right !== undefined) return masked(numberOf(left), numberOf(right));
  if (!text.includes("*")) return masked(numberOf(text), (1n << BigInt(width)) - 1n);
  const bits = text.startsWith("0b") ? 1n : 4n;
  let [value, mask] = [0n, 0n];
  for (const digit of text.slice(2)) {
    const known = digit !== "*";
    value = (value << bits) | (known ? BigInt(`0x${digit}`) : 0n);
    mask = (mask << bits) | (known ? (1n << bits) - 1n : 0n);
  }
  return masked(value, mask);
}

function masked(value: bigint, mask: bigint): MatchValue | undefined {
  return mask === 0n ? undefined : { kind: "ternary", value: value & mask, mask };
}

export function bytesOf(text: string): Uint8Array {
  assert(/^([0-9a-fA-F]{2})*$/.test(text), `not whole bytes: ${text}`);
  return Uint8Array.from(Buffer.from(text, "hex"));
}

/** A part of a pattern: digits of which some do not matter, or an interval of numbers, `<000a..0013>`. */
const part = /<([0-9a-f]+)\.\.([0-9a-f]+)>|[0-9a-f*]+/g;

/** Whether a packet begins as the pattern says; one that ends in `$` must end there, too. */
export function fits(pattern: string, packet: Uint8Array): boolean {
  const actual = Buffer.from(packet).toString("hex");
  let position = 0;
  for (const [text, low, high] of pattern.toLowerCase().matchAll(part)) {
    const digits = actual.slice(position, position + (low ?? text).length);
    if (digits.length < (low ?? text).length) return false;
    position += digits.length;
    if (low !== undefined && high !== undefined) {
      if (digits < low || digits > high) return false;
    } else if (![...text].every((digit, index) => digit === "*" || digit === digits[index])) {
      return false;
    }
  }
  return !pattern.endsWith("$") || position === actual.length;
}
