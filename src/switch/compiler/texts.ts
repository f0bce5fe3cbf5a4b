import type { Comparison } from "../model/index.js";
import type { Code } from "./code.js";

/** Small pieces of generated code. */

export const ALL_ONES = "4294967295";
/** Names with this prefix hold unsigned words. */
export const UNSIGNED = "u";

/** The mask of the lowest bits of a word, as generated code writes it. */
export function maskOf(bits: number): string {
  return bits === 0 ? "0" : String(2 ** bits - 1);
}

/** The JavaScript operator of a comparison. */
export function javascriptOf(comparison: Comparison): string {
  return comparison === "==" ? "===" : comparison === "!=" ? "!==" : comparison;
}

/** Whether the text is known to give an unsigned word: a word of an array, a literal or a kept value. */
export function isUnsigned(text: string): boolean {
  return /^(phv\[\d+\]|data\[[^\]]+\]|u?\d+)$/.test(text);
}

/** A word whose lowest `width` bits are a signed number. */
export function signExtend(word: string, width: number): string {
  return `(${word} << ${32 - width} >> ${32 - width})`;
}

/** The lowest words of a constant. */
export function constantWords(value: bigint, count: number): readonly string[] {
  return fromLeast(count, (word) => ((value >> BigInt(32 * word)) & 0xffffffffn).toString());
}

/** Words made from the least significant on, given the most significant first. */
export function fromLeast(count: number, make: (word: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, word) => make(word)).toReversed();
}

/** Compares unsigned values of as many words each. */
export function compareWords(
  comparison: Comparison,
  left: readonly string[],
  right: readonly string[],
): string {
  const equal = left.map((word, index) => `${word} === ${right[index] ?? "0"}`);
  if (comparison === "==") return `(${equal.join(" && ")})`;
  if (comparison === "!=") return `!(${equal.join(" && ")})`;
  const strict = comparison.charAt(0);
  const last = left.length - 1;
  return left.reduceRight((rest, word, index) => {
    const other = right[index] ?? "0";
    if (index === last) return `(${word} ${comparison} ${other})`;
    return `(${word} ${strict} ${other} || (${word} === ${other} && ${rest}))`;
  }, "");
}

/** Keeps a number as an unsigned word under a name, unless it is one already. */
export function keepUnsigned(code: Code, text: string): string {
  return isUnsigned(text) ? text : code.keep(`(${text}) >>> 0`, UNSIGNED);
}
