import { bitType, type Hash, node, rewrite, typeWidth } from "../../ir/index.js";
import type { Pass } from "../pass.js";

/** v1model's `hash` always has a range: one over all values of the target stands for none. */
export const lowerHashes: Pass = {
  name: "lower-hashes",
  run: (program) => rewrite(program, (target) => (target.kind === "hash" ? withRange(target) : target)),
};

/** The modulus is a 64-bit number and no algorithm gives more bits than that, so 2^63 is as good as no limit. */
function withRange(hash: Hash): Hash {
  if (hash.range !== undefined) return hash;
  const { source } = hash;
  const width = Math.min(typeWidth(hash.into.type) ?? 0, 63);
  const base = node("constant", { type: bitType(width), value: 0n, source });
  const modulus = node("constant", { type: bitType(64), value: 1n << BigInt(width), source });
  return { ...hash, range: { base, modulus } };
}
