import type { DataExpression } from "../model/index.js";
import type { ExpressionTexts } from "./expression-texts.js";
import { lookaheadWord, parameterWord } from "./leaves.js";
import { loadWord, type Place, placeOf } from "./places.js";
import { wordsFor } from "./ranges.js";
import { ALL_ONES, constantWords, fromLeast, keepUnsigned, signExtend, UNSIGNED } from "./texts.js";

type Of<K extends DataExpression["kind"]> = Extract<DataExpression, { readonly kind: K }>;

/** Values of several words: arithmetic with carries, shifts across words, and the exact way for the rest. */
export class WideWords {
  constructor(private readonly texts: ExpressionTexts) {}

  /** The lowest `count` words of an expression, the most significant first. */
  of(expression: DataExpression, count: number): readonly string[] {
    switch (expression.kind) {
      case "constant":
        return constantWords(expression.value, count);
      case "parameter":
        return fromLeast(count, (word) => parameterWord(this.texts.scope, expression.index, word));
      case "field":
      case "stackField":
      case "headerField":
      case "register":
        return this.wordsOfPlace(placeOf(this.texts, expression), count);
      case "lookahead":
        return fromLeast(count, (word) => keepUnsigned(this.texts.code, lookaheadWord(expression, word)));
      case "complement":
        return this.texts
          .words(expression.operand, count)
          .map((word) => keepUnsigned(this.texts.code, `~${word}`));
      case "choose": {
        const condition = this.texts.code.keep(this.texts.condition(expression.condition));
        const whenFalse = this.texts.words(expression.whenFalse, count);
        return this.texts
          .words(expression.whenTrue, count)
          .map((word, index) =>
            this.texts.code.keep(`${condition} ? ${word} : ${whenFalse[index] ?? "0"}`, UNSIGNED),
          );
      }
      case "binary":
        return this.wordsOfBinary(expression, count);
      case "cast":
        return this.wordsOfCast(expression, count);
      default:
        return this.wordsOfExact(expression, count);
    }
  }

  private wordsOfPlace(place: Place, count: number): readonly string[] {
    const { indices, width, signed } = place;
    const top = width % 32;
    const words = indices.map((_, word) => {
      const text = loadWord(place, word);
      return word === 0 && signed && top !== 0
        ? keepUnsigned(this.texts.code, signExtend(text, top))
        : this.texts.code.keep(text, UNSIGNED);
    });
    if (words.length >= count) return words.slice(words.length - count);
    const sign = signed ? keepUnsigned(this.texts.code, `${words[0] ?? "0"} >> 31`) : "0";
    return [...new Array<string>(count - words.length).fill(sign), ...words];
  }

  private wordsOfBinary(expression: Of<"binary">, count: number): readonly string[] {
    const { operator, left, right } = expression;
    switch (operator) {
      case "+":
        return this.add(this.texts.words(left, count), this.texts.words(right, count));
      case "-":
        return this.subtract(this.texts.words(left, count), this.texts.words(right, count));
      case "&":
      case "|":
      case "^": {
        const others = this.texts.words(right, count);
        return this.texts
          .words(left, count)
          .map((word, index) => this.bitwise(operator, word, others[index] ?? "0"));
      }
      case "<<":
        if (right.kind !== "constant") return this.wordsOfExact(expression, count);
        return this.shiftLeft(left, right.value, count);
      case ">>":
        if (right.kind !== "constant") return this.wordsOfExact(expression, count);
        return this.shiftRight(left, right.value, count);
      default:
        return this.wordsOfExact(expression, count);
    }
  }

  private bitwise(operator: "&" | "|" | "^", left: string, right: string): string {
    if (operator === "&" && (left === "0" || right === "0")) return "0";
    if (operator === "&" && right === ALL_ONES) return left;
    if (operator !== "&" && right === "0") return left;
    if (operator !== "&" && left === "0") return right;
    return keepUnsigned(this.texts.code, `${left} ${operator} ${right}`);
  }

  private add(left: readonly string[], right: readonly string[]): readonly string[] {
    let carry = "";
    const sums = left.toReversed().map((word, index) => {
      const sum = this.texts.code.keep(`${word} + ${right.at(-1 - index) ?? "0"}${carry}`);
      carry = ` + (${sum} > ${ALL_ONES} ? 1 : 0)`;
      return keepUnsigned(this.texts.code, sum);
    });
    return sums.toReversed();
  }

  private subtract(left: readonly string[], right: readonly string[]): readonly string[] {
    let borrow = "";
    const differences = left.toReversed().map((word, index) => {
      const difference = this.texts.code.keep(`${word} - ${right.at(-1 - index) ?? "0"}${borrow}`);
      borrow = ` - (${difference} < 0 ? 1 : 0)`;
      return keepUnsigned(this.texts.code, difference);
    });
    return differences.toReversed();
  }

  private shiftLeft(operand: DataExpression, amount: bigint, count: number): readonly string[] {
    if (amount < 0n || amount >= BigInt(32 * count)) return new Array<string>(count).fill("0");
    const [skip, bits] = [Number(amount) >>> 5, Number(amount) & 31];
    const source = this.texts.words(operand, count - skip);
    const shifted = source.map((word, index) => {
      if (bits === 0) return word;
      const next = source[index + 1];
      const filled = next === undefined ? "" : ` | ${next} >>> ${32 - bits}`;
      return keepUnsigned(this.texts.code, `${word} << ${bits}${filled}`);
    });
    return [...shifted, ...new Array<string>(skip).fill("0")];
  }

  private shiftRight(operand: DataExpression, amount: bigint, count: number): readonly string[] {
    const range = this.texts.scope.ranges.of(operand);
    const size = wordsFor(range);
    const signed = range.low < 0n;
    const furthest = BigInt(32 * size);
    if (amount < 0n || (amount >= furthest && !signed)) return new Array<string>(count).fill("0");
    const [skip, bits] = [Number(amount >= furthest ? furthest : amount) >>> 5, Number(amount) & 31];
    const source = this.texts.words(operand, size);
    const sign = signed ? keepUnsigned(this.texts.code, `${source[0] ?? "0"} >> 31`) : "0";
    const wordAt = (position: number): string => (position < 0 ? sign : (source[position] ?? "0"));
    return Array.from({ length: count }, (_, index) => {
      const position = size - skip - count + index;
      if (bits === 0) return wordAt(position);
      const [own, above] = [wordAt(position), wordAt(position - 1)];
      if (own === "0" && above === "0") return "0";
      const filled = above === "0" ? "" : ` | ${above} << ${32 - bits}`;
      return keepUnsigned(this.texts.code, `${own} >>> ${bits}${filled}`);
    });
  }

  private wordsOfCast(expression: Of<"cast">, count: number): readonly string[] {
    const { cast: kind, operand, width } = expression;
    if (kind !== "wrapSigned" || width.kind !== "constant" || width.value < 1n) {
      return this.wordsOfExact(expression, count);
    }
    const bits = Number(width.value);
    const size = Math.ceil(bits / 32);
    if (size > count) return this.texts.words(operand, count);
    const source = this.texts.words(operand, size);
    const top = bits % 32;
    const first = source[0] ?? "0";
    const extended = top === 0 ? first : keepUnsigned(this.texts.code, signExtend(first, top));
    const sign = keepUnsigned(this.texts.code, `${extended} >> 31`);
    return [...new Array<string>(count - size).fill(sign), extended, ...source.slice(1)];
  }

  /** Words by way of the exact value. */
  private wordsOfExact(expression: DataExpression, count: number): readonly string[] {
    const value = this.texts.code.keep(`BigInt.asUintN(${32 * count}, ${this.texts.big(expression)})`);
    return fromLeast(count, (word) =>
      this.texts.code.keep(`Number((${value} >> ${32 * word}n) & 0xffffffffn)`, UNSIGNED),
    );
  }
}
