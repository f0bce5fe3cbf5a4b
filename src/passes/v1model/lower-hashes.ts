import {
  bitType,
  type Expression,
  type Hash,
  node,
  rewrite,
  type Statement,
  sameType,
  typeWidth,
} from "../../ir/index.js";
import type { Pass } from "../pass.js";

/** v1model's `hash` always has a range: one over all values of the target stands for none. */
export const lowerHashes: Pass = {
  name: "lower-hashes",
  run: (program) =>
    rewrite(program, (target) => {
      if (target.kind !== "hash") return target;
      return isWideIdentity(target) ? copyBits(target) : withRange(target);
    }),
};

/** As many bits as a hash has at most. */
const hashWidth = 64;

/** v1model's range cannot span all values of 64 bits, and the identity alone has so many: it is a mere copy. */
function isWideIdentity({ algorithm, inputs, into, range }: Hash): boolean {
  const fixed = inputs.every((input) => typeWidth(input.type) !== undefined);
  return algorithm === "identity" && range === undefined && fixed && (typeWidth(into.type) ?? 0) >= hashWidth;
}

/** The first 64 bits of the inputs one after the other, filled up to whole bytes. */
function copyBits({ into, inputs, source }: Hash): Statement {
  const whole = inputs.map(asBits).reduce((left, right) => concat(left, right));
  const width = typeWidth(whole.type) ?? 0;
  const padding = (8 - (width % 8)) % 8;
  const zeros = node("constant", { type: bitType(padding), value: 0n, source });
  const bytes = padding === 0 ? whole : concat(whole, zeros);
  const high = width + padding - 1;
  const low = Math.max(0, high + 1 - hashWidth);
  const first =
    low === 0 ? bytes : node("slice", { operand: bytes, high, low, type: bitType(hashWidth), source });
  const value = sameType(first.type, into.type)
    ? first
    : node("cast", { operand: first, type: into.type, source });
  return node("assign", { target: into, value, source });
}

function asBits(input: Expression): Expression {
  if (input.type.kind === "bitType") return input;
  const type = bitType(typeWidth(input.type) ?? 0);
  return node("cast", { operand: input, type, source: input.source });
}

function concat(left: Expression, right: Expression): Expression {
  const type = bitType((typeWidth(left.type) ?? 0) + (typeWidth(right.type) ?? 0));
  return node("concat", { left, right, type, source: left.source });
}

/** No other algorithm gives more than 32 bits, so that 2^63 is as good as no limit. */
function withRange(hash: Hash): Hash {
  if (hash.range !== undefined) return hash;
  const { source } = hash;
  const width = Math.min(typeWidth(hash.into.type) ?? 0, 63);
  const base = node("constant", { type: bitType(width), value: 0n, source });
  const modulus = node("constant", { type: bitType(64), value: 1n << BigInt(width), source });
  return { ...hash, range: { base, modulus } };
}
