import { assert } from "../../base/index.js";
import type {
  Field,
  Header,
  HeaderExpression,
  HeaderUnion,
  Target,
  UnionExpression,
} from "../model/index.js";
import { wordsOf } from "../phv/words.js";
import type { ExpressionTexts } from "./expression-texts.js";

/** Words in an array of generated code; `guard` says when they are there (absent: always). */
export interface Place {
  readonly array: string;
  /** The index of each word, the most significant first. */
  readonly indices: readonly string[];
  readonly width: number;
  readonly signed: boolean;
  readonly guard?: string;
}

/** One of several headers or unions of one type, by an index in generated code. */
export interface Choice<T> {
  readonly elements: readonly T[];
  /** `undefined`: the first element, and there is only one. */
  readonly index: string | undefined;
}

function indexed<T>(compiler: ExpressionTexts, elements: readonly T[], index: string): Choice<T> {
  if (!/^\d+$/.test(index)) return { elements, index: compiler.code.keep(index) };
  const element = elements[Number(index)];
  return element === undefined ? { elements, index } : { elements: [element], index: undefined };
}

/** The headers that an expression may mean. */
export function headerChoice(compiler: ExpressionTexts, expression: HeaderExpression): Choice<Header> {
  switch (expression.kind) {
    case "header":
      return { elements: [expression.header], index: undefined };
    case "stackElement": {
      const { elements } = expression.stack;
      return indexed(compiler, elements, compiler.boundedIndex(expression.index));
    }
    case "unionMember": {
      const { elements, index } = unionChoice(compiler, expression.union);
      return { elements: elements.flatMap(({ members }) => members[expression.member] ?? []), index };
    }
  }
}

/** The unions that an expression may mean. */
export function unionChoice(compiler: ExpressionTexts, expression: UnionExpression): Choice<HeaderUnion> {
  if (expression.kind === "union") return { elements: [expression.union], index: undefined };
  return indexed(compiler, expression.stack.elements, compiler.boundedIndex(expression.index));
}

/** When the index of a choice is inside; absent: always. */
export function guardOf({ elements, index }: Choice<unknown>): string | undefined {
  return index === undefined ? undefined : `${index} >= 0 && ${index} < ${elements.length}`;
}

/** Where a target's words are. */
export function placeOf(compiler: ExpressionTexts, target: Target): Place {
  switch (target.kind) {
    case "field":
      return fieldPlace(target.field);
    case "register":
      return cellPlace(compiler, target.register, compiler.code.keep(compiler.boundedIndex(target.index)));
    case "headerField":
      return elementPlace(compiler, headerChoice(compiler, target.header), target.fieldIndex);
    case "stackField": {
      const index = compiler.code.keep(`phv[${target.stack.nextOffset}] - 1`);
      return elementPlace(compiler, { elements: target.stack.elements, index }, target.fieldIndex);
    }
  }
}

function fieldPlace({ offset, words, width, signed }: Field): Place {
  const indices = Array.from({ length: words }, (_, word) => String(offset + word));
  return { array: "phv", indices, width, signed };
}

function elementPlace(compiler: ExpressionTexts, choice: Choice<Header>, fieldIndex: number): Place {
  const fields = choice.elements.map((header) => header.fields[fieldIndex]);
  const [field] = fields;
  assert(field !== undefined, "fields of elements are resolved");
  if (choice.index === undefined) return fieldPlace(field);
  const offsets = Int32Array.from(fields, (candidate) => candidate?.offset ?? 0);
  const table = compiler.code.bind("offsets", offsets);
  const start = compiler.code.keep(`${table}[${choice.index}] | 0`);
  const guard = guardOf(choice) ?? "true";
  const { width, signed, words } = field;
  return { array: "phv", indices: wordIndices(start, words), width, signed, guard };
}

function wordIndices(start: string, count: number): string[] {
  return Array.from({ length: count }, (_, word) => (word === 0 ? start : `${start} + ${word}`));
}

/** The words of a register cell, which are there if the index is inside. */
export function cellPlace(compiler: ExpressionTexts, register: number, index: string): Place {
  const array = compiler.scope.state.register(register);
  const { width } = array.register;
  const words = wordsOf(width);
  const name = compiler.code.bind("register", array.words);
  const start = words === 1 ? index : compiler.code.keep(`${index} * ${words}`);
  const guard = `${index} >= 0 && ${index} < ${array.size}`;
  return { array: name, indices: wordIndices(start, words), width, signed: false, guard };
}

/** The value of one word of a place; 0 where there is none. */
export function loadWord({ array, indices, guard }: Place, word: number): string {
  const access = `${array}[${indices[word] ?? "0"}]`;
  return guard === undefined ? access : `(${guard} ? ${access} : 0)`;
}

/** Stores words, already cut to the width, where the place is there. */
export function storeWords(compiler: ExpressionTexts, place: Place, words: readonly string[]): void {
  const store = () => {
    for (const [word, value] of words.entries()) {
      compiler.code.line(`${place.array}[${place.indices[word] ?? "0"}] = ${value};`);
    }
  };
  if (place.guard === undefined) store();
  else compiler.code.block(`if (${place.guard})`, store);
}
