import { binary, cast, compare } from "../arithmetic.js";
import type { BooleanExpression, CastKind, Comparison, DataExpression, Target } from "../model/index.js";
import type { Code } from "./code.js";
import type { ExpressionTexts } from "./expression-texts.js";
import { conditionOnHeaders } from "./header-conditions.js";
import { lookaheadWord, parameterWord } from "./leaves.js";
import { loadWord, placeOf } from "./places.js";
import { isWithin, type Range, unsignedRange, wordsFor } from "./ranges.js";
import type { Scope } from "./scope.js";
import { compareWords, isUnsigned, javascriptOf, keepUnsigned, maskOf, signExtend } from "./texts.js";
import { WideWords } from "./wide-words.js";

const UINT32: Range = unsignedRange(32);
const INT32: Range = { low: -0x80000000n, high: 0x7fffffffn };
const SAFE: Range = { low: -(2n ** 53n), high: 2n ** 53n };

type Of<K extends DataExpression["kind"]> = Extract<DataExpression, { readonly kind: K }>;

/**
 * Turns expressions into JavaScript. Everything an expression does is without effect and always defined, so what
 * needs a statement is put in front of the code at hand.
 *
 * The same value can be asked for in four forms: its lowest word (`low`, any number that is the same modulo
 * 2^32), its lowest words (`words`, unsigned), a number (`number`, exact, when its range allows), and a bigint
 * (`big`, exact, always).
 */
export class ExpressionCompiler implements ExpressionTexts {
  private readonly wide: WideWords;

  constructor(readonly scope: Scope) {
    this.wide = new WideWords(this);
  }

  get code(): Code {
    return this.scope.code;
  }

  private range(expression: DataExpression): Range {
    return this.scope.ranges.of(expression);
  }

  /** A number that is the same modulo 2^32. */
  low(expression: DataExpression): string {
    switch (expression.kind) {
      case "constant":
        return String(Number(BigInt.asIntN(32, expression.value)));
      case "parameter":
        return parameterWord(this.scope, expression.index, 0);
      case "field":
      case "stackField":
      case "headerField":
      case "register":
        return this.lowOfTarget(expression);
      case "lookahead":
        return lookaheadWord(expression, 0);
      case "complement":
        return `(~${this.low(expression.operand)})`;
      case "choose":
        return `(${this.condition(expression.condition)} ? ${this.low(expression.whenTrue)} : ${this.low(expression.whenFalse)})`;
      case "fromBoolean":
        return `(${this.condition(expression.operand)} ? 1 : 0)`;
      case "stackSize":
        return `phv[${expression.stack.nextOffset}]`;
      case "lastIndex":
        return `(phv[${expression.stack.nextOffset}] - 1)`;
      case "cast":
        return this.lowOfCast(expression);
      case "binary":
        return this.lowOfBinary(expression);
    }
  }

  private lowOfTarget(target: Target): string {
    const place = placeOf(this, target);
    const word = loadWord(place, place.indices.length - 1);
    return place.signed && place.width < 32 ? signExtend(word, place.width) : word;
  }

  private lowOfCast(expression: Of<"cast">): string {
    const { cast: kind, operand, width } = expression;
    if (kind === "wrapSigned" && width.kind === "constant" && width.value > 0n) {
      const word = this.low(operand);
      return width.value >= 32n ? word : signExtend(word, Number(width.value));
    }
    if (width.kind === "constant" && width.value <= 32n && isWithin(this.range(operand), SAFE)) {
      return this.lowOfClamp(kind, operand, Number(width.value));
    }
    return this.lowOfExact(expression);
  }

  /** The low word by way of the exact value. */
  private lowOfExact(expression: DataExpression): string {
    return `Number(BigInt.asIntN(32, ${this.big(expression)}))`;
  }

  /** A saturating cast of a number that is exact. */
  private lowOfClamp(kind: CastKind, operand: DataExpression, width: number): string {
    const half = 2 ** (width - 1);
    const [least, greatest] = kind === "saturateUnsigned" ? [0, 2 * half - 1] : [-half, half - 1];
    return `(Math.min(${greatest}, Math.max(${least}, ${this.number(operand)})) | 0)`;
  }

  private lowOfBinary(expression: Of<"binary">): string {
    const { operator, left, right } = expression;
    switch (operator) {
      case "+":
      case "-":
        return `((${this.low(left)} ${operator} ${this.low(right)}) | 0)`;
      case "*":
        return `Math.imul(${this.low(left)}, ${this.low(right)})`;
      case "&":
      case "|":
      case "^":
        return `(${this.low(left)} ${operator} ${this.low(right)})`;
      case "<<":
        return this.lowOfShiftLeft(expression);
      case ">>":
        return this.lowOfShiftRight(expression);
      default:
        return this.lowOfExact(expression);
    }
  }

  private lowOfShiftLeft({ left, right }: Of<"binary">): string {
    if (right.kind === "constant") {
      return right.value < 0n || right.value > 31n ? "0" : `(${this.low(left)} << ${right.value})`;
    }
    const amount = this.code.keep(this.boundedIndex(right));
    return `(${amount} >= 0 && ${amount} < 32 ? ${this.low(left)} << ${amount} : 0)`;
  }

  private lowOfShiftRight(expression: Of<"binary">): string {
    const { left, right } = expression;
    const range = this.range(left);
    if (right.kind !== "constant") {
      if (!isWithin(range, UINT32)) return this.lowOfExact(expression);
      const amount = this.code.keep(this.boundedIndex(right));
      return `(${amount} >= 0 && ${amount} < 32 ? ${this.low(left)} >>> ${amount} : 0)`;
    }
    if (right.value < 0n) return "0";
    if (isWithin(range, UINT32)) return right.value > 31n ? "0" : `(${this.low(left)} >>> ${right.value})`;
    if (isWithin(range, INT32)) return `(${this.low(left)} >> ${right.value > 31n ? 31n : right.value})`;
    return this.words(expression, 1)[0] ?? "0";
  }

  /** The lowest `count` words, the most significant first, each an unsigned number that is cheap to repeat. */
  words(expression: DataExpression, count: number): readonly string[] {
    return count === 1 && !needsWideShift(expression)
      ? [this.unsigned(expression)]
      : this.wide.of(expression, count);
  }

  /** The low word as an unsigned number under a name. */
  private unsigned(expression: DataExpression): string {
    return keepUnsigned(this.code, this.low(expression));
  }

  /** The exact value as a number; its range must be within ±2^53. */
  number(expression: DataExpression): string {
    const range = this.range(expression);
    if (expression.kind === "constant")
      return expression.value < 0n ? `(${expression.value})` : `${expression.value}`;
    if (isWithin(range, UINT32)) {
      const text = this.low(expression);
      return isUnsigned(text) ? text : `(${text} >>> 0)`;
    }
    if (isWithin(range, INT32)) return `(${this.low(expression)} | 0)`;
    if (expression.kind === "binary" && isArithmetic(expression.operator)) {
      const { left, right } = expression;
      if (isWithin(this.range(left), SAFE) && isWithin(this.range(right), SAFE)) {
        return `(${this.number(left)} ${expression.operator} ${this.number(right)})`;
      }
    }
    if (range.low >= 0n) {
      const [high = "0", low = "0"] = this.words(expression, 2);
      return `(${high} * 4294967296 + ${low})`;
    }
    return `Number(${this.big(expression)})`;
  }

  /** The exact value as a bigint. */
  big(expression: DataExpression): string {
    switch (expression.kind) {
      case "constant":
        return `${expression.value < 0n ? "(" : ""}${expression.value}n${expression.value < 0n ? ")" : ""}`;
      case "complement":
        return `(~${this.big(expression.operand)})`;
      case "choose":
        return `(${this.condition(expression.condition)} ? ${this.big(expression.whenTrue)} : ${this.big(expression.whenFalse)})`;
      case "binary": {
        const exact = this.code.bind("binary", binary);
        return `${exact}("${expression.operator}", ${this.big(expression.left)}, ${this.big(expression.right)})`;
      }
      case "cast": {
        const exact = this.code.bind("cast", cast);
        const width = `Number(${this.big(expression.width)})`;
        return `${exact}("${expression.cast}", ${this.big(expression.operand)}, ${width})`;
      }
      default:
        return this.bigOfWords(expression);
    }
  }

  private bigOfWords(expression: DataExpression): string {
    const range = this.range(expression);
    const count = wordsFor(range);
    const words = this.words(expression, count);
    const text = words.map((word, index) => `(BigInt(${word}) << ${32 * (count - 1 - index)}n)`).join(" | ");
    return range.low < 0n ? `BigInt.asIntN(${32 * count}, ${text})` : `(${text})`;
  }

  /** An index as a number: exact inside 0 … 2^53, and some number outside every array otherwise. */
  boundedIndex(expression: DataExpression): string {
    return isWithin(this.range(expression), SAFE)
      ? this.number(expression)
      : `Number(${this.big(expression)})`;
  }

  /** The lowest 32 bits as an unsigned index under a name, as counters, meters and registers take it. */
  wordIndex(expression: DataExpression): string {
    return expression.kind === "constant"
      ? String(Number(BigInt.asUintN(32, expression.value)))
      : this.unsigned(expression);
  }

  /** A JavaScript condition. */
  condition(expression: BooleanExpression): string {
    switch (expression.kind) {
      case "boolean":
        return String(expression.value);
      case "isNotZero":
        return this.comparison("!=", expression.operand, { kind: "constant", value: 0n });
      case "compare":
        return this.comparison(expression.comparison, expression.left, expression.right);
      case "and":
        return `(${this.condition(expression.left)} && ${this.condition(expression.right)})`;
      case "or":
        return `(${this.condition(expression.left)} || ${this.condition(expression.right)})`;
      case "not":
        return `!${this.condition(expression.operand)}`;
      case "chooseBoolean":
        return `(${this.condition(expression.condition)} ? ${this.condition(expression.whenTrue)} : ${this.condition(expression.whenFalse)})`;
      case "sameBoolean":
        return `(${this.condition(expression.left)} ${expression.equal ? "===" : "!=="} ${this.condition(expression.right)})`;
      default:
        return conditionOnHeaders(this, expression);
    }
  }

  private comparison(comparison: Comparison, left: DataExpression, right: DataExpression): string {
    const [a, b] = [this.range(left), this.range(right)];
    if (isWithin(a, SAFE) && isWithin(b, SAFE)) {
      return `(${this.number(left)} ${javascriptOf(comparison)} ${this.number(right)})`;
    }
    const count = Math.max(wordsFor(a), wordsFor(b));
    if (a.low >= 0n && b.low >= 0n && count <= 64) {
      return compareWords(comparison, this.words(left, count), this.words(right, count));
    }
    const exact = this.code.bind("compare", compare);
    return `${exact}("${comparison}", ${this.big(left)}, ${this.big(right)})`;
  }

  /** The words to store for a value of this width: cut to it. */
  cutWords(expression: DataExpression, width: number): readonly string[] {
    const count = Math.max(1, Math.ceil(width / 32));
    const words = [...this.words(expression, count)];
    if (width % 32 === 0 || isWithin(this.range(expression), unsignedRange(width))) return words;
    words[0] = keepUnsigned(this.code, `${words[0] ?? "0"} & ${maskOf(width % 32)}`);
    return words;
  }
}

function isArithmetic(operator: string): operator is "+" | "-" | "*" {
  return operator === "+" || operator === "-" || operator === "*";
}

/** Whether the low word of an expression comes from higher words of its operand. */
function needsWideShift(expression: DataExpression): boolean {
  return expression.kind === "binary" && expression.operator === ">>" && expression.right.kind === "constant";
}
