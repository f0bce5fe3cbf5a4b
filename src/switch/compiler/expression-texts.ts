import type { BooleanExpression, DataExpression } from "../model/index.js";
import type { Code } from "./code.js";
import type { Scope } from "./scope.js";

/**
 * Expressions as JavaScript. Everything an expression does is without effect and always defined, so what needs a
 * statement is put in front of the code at hand.
 */
export interface ExpressionTexts {
  readonly scope: Scope;
  readonly code: Code;
  /** The lowest word: any number that is the same modulo 2^32. */
  low(expression: DataExpression): string;
  /** The lowest `count` words, the most significant first, each an unsigned number that is cheap to repeat. */
  words(expression: DataExpression, count: number): readonly string[];
  /** The exact value as a number; its range must be within ±2^53. */
  number(expression: DataExpression): string;
  /** The exact value as a bigint. */
  big(expression: DataExpression): string;
  /** A JavaScript condition. */
  condition(expression: BooleanExpression): string;
  /** An index as a number: exact inside 0 … 2^53, and some number outside every array otherwise. */
  boundedIndex(expression: DataExpression): string;
  /** The lowest 32 bits as an unsigned number, as counters, meters and registers take an index. */
  wordIndex(expression: DataExpression): string;
  /** The words to store for a value of this width: cut to it. */
  cutWords(expression: DataExpression, width: number): readonly string[];
}
