import {
  type BinaryOperator,
  type Constant,
  type Expression,
  type ExpressionVisitor,
  type RootName,
  typeName,
  visit,
} from "../../ir/index.js";
import { unexpected } from "./unexpected.js";

/** How strongly each operator binds (P4_16 language specification, section 8 and appendix G); greater is stronger. */
const precedence: Readonly<Record<BinaryOperator | "++", number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  "<=": 4,
  ">": 4,
  ">=": 4,
  "|": 5,
  "^": 6,
  "&": 7,
  "<<": 8,
  ">>": 8,
  "++": 9,
  "+": 9,
  "-": 9,
  "|+|": 9,
  "|-|": 9,
  "*": 10,
};
const conditionalPrecedence = 0;
const unaryPrecedence = 11;
const postfixPrecedence = 12;

/** Text with the strength of its outermost operator. */
interface Printed {
  readonly text: string;
  readonly strength: number;
}

function primary(text: string): Printed {
  return { text, strength: postfixPrecedence };
}

/** The names of the structs that all blocks share. */
const rootNames: Readonly<Record<RootName, string>> = {
  headers: "hdr",
  metadata: "meta",
  standardMetadata: "standard_metadata",
};

/** Prints an expression; numbers without a name carry their type (`8w3`). */
export function printExpression(expression: Expression): string {
  return printed(expression).text;
}

/** Prints an expression where P4 knows its type: numbers stand alone (`3`). */
export function printTyped(expression: Expression): string {
  return expression.kind === "constant" && expression.name === undefined
    ? printNumber(expression.value)
    : printExpression(expression);
}

/** Small numbers as decimals, others as hexadecimals. */
export function printNumber(value: bigint): string {
  const smallMax = 999n;
  return value >= -smallMax && value <= smallMax ? value.toString() : printHex(value);
}

function printHex(value: bigint): string {
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

function printed(expression: Expression): Printed {
  return visit<Expression, Printed>(printer, expression, undefined);
}

const printer: ExpressionVisitor<Printed> = {
  constant: (constant) => primary(constant.name ?? printConstant(constant)),
  boolean: ({ value }) => primary(String(value)),
  enumMember: ({ type, member }) => primary(`${type.name}.${member}`),
  errorMember: ({ member }) => primary(`error.${member}`),
  root: ({ root }) => primary(rootNames[root]),
  field: ({ object, field }) => primary(`${postfix(object)}.${field}`),
  stackElement: ({ stack, index }) => primary(`${postfix(stack)}[${printTyped(index)}]`),
  stackNext: ({ stack }) => primary(`${postfix(stack)}.next`),
  stackLast: ({ stack }) => primary(`${postfix(stack)}.last`),
  stackLastIndex: ({ stack }) => primary(`${postfix(stack)}.lastIndex`),
  variable: ({ name }) => primary(name),
  parameter: ({ name }) => primary(name),
  cell: () => unexpected("cell"),
  intrinsic: ({ intrinsic }) => unexpected(intrinsic),
  unary: ({ operator, operand }) => ({
    text: operator + atLeast(operand, unaryPrecedence),
    strength: unaryPrecedence,
  }),
  binary: ({ operator, left, right }) => printBinary(operator, left, right),
  slice: ({ operand, high, low }) => primary(`${postfix(operand)}[${high}:${low}]`),
  concat: ({ left, right }) => ({
    text: `${atLeast(left, precedence["++"])} ++ ${atLeast(right, precedence["++"] + 1)}`,
    strength: precedence["++"],
  }),
  cast: ({ operand, type }) => ({
    text: `(${typeName(type)})${atLeast(operand, unaryPrecedence)}`,
    strength: unaryPrecedence,
  }),
  conditional: ({ condition, whenTrue, whenFalse }) => ({
    text: `${atLeast(condition, 1)} ? ${beside(whenTrue, whenFalse, 1)} : ${beside(whenFalse, whenTrue, 1)}`,
    strength: conditionalPrecedence,
  }),
  isValid: ({ header }) => primary(`${postfix(header)}.isValid()`),
  lookahead: ({ type }) => primary(`packet.lookahead<${typeName(type)}>()`),
  tuple: ({ elements }) => primary(`{${elements.map(printExpression).join(", ")}}`),
};

function printConstant({ type, value }: Constant): string {
  const number = printNumber(value);
  if (type.kind === "bitType") return `${type.width}w${number}`;
  if (type.kind === "intType")
    return value < 0n ? `-${type.width}s${printNumber(-value)}` : `${type.width}s${number}`;
  return `(${typeName(type)})${number}`;
}

function printBinary(operator: BinaryOperator, left: Expression, right: Expression): Printed {
  const strength = precedence[operator];
  const shift = operator === "<<" || operator === ">>";
  const leftText = shift ? atLeast(left, strength, operator) : beside(left, right, strength, operator);
  const rightStrength = associative.has(operator) ? strength : strength + 1;
  const rightText = shift ? typedAtLeast(right, rightStrength) : beside(right, left, rightStrength, operator);
  return { text: `${leftText} ${operator} ${rightText}`, strength };
}

/** Operators whose operands can be grouped either way. */
const associative: ReadonlySet<BinaryOperator> = new Set(["&&", "||", "&", "|", "^"]);

/** An operand whose type the other operand tells, unless both are numbers. */
function beside(operand: Expression, other: Expression, strength: number, outer?: BinaryOperator): string {
  return isNumber(other) ? atLeast(operand, strength, outer) : typedAtLeast(operand, strength, outer);
}

function isNumber(expression: Expression): boolean {
  return expression.kind === "constant" && expression.name === undefined;
}

function typedAtLeast(operand: Expression, strength: number, outer?: BinaryOperator): string {
  return isNumber(operand) ? printTyped(operand) : atLeast(operand, strength, outer);
}

/** An operand, in parentheses when its operator binds less than `strength`. */
function atLeast(operand: Expression, strength: number, outer?: BinaryOperator): string {
  const inner = printed(operand);
  return inner.strength < strength || mixes(inner, outer) ? `(${inner.text})` : inner.text;
}

/**
 * Parentheses that P4 does not need and readers do: bit operators inside of comparisons and each other, `&&` inside
 * of `||`.
 */
function mixes({ strength }: Printed, outer: BinaryOperator | undefined): boolean {
  if (outer === undefined || strength === precedence[outer]) return false;
  if (outer === "||") return strength === precedence["&&"];
  const isBits = strength >= precedence["|"] && strength <= precedence[">>"];
  return isBits && precedence[outer] >= precedence["=="];
}

function postfix(operand: Expression): string {
  return atLeast(operand, postfixPrecedence);
}
