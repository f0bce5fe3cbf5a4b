import { assert } from "../../base/index.js";
import type { DataExpression } from "../model/index.js";
import type { Scope } from "./scope.js";
import { bitsAt } from "./slices.js";

type Of<K extends DataExpression["kind"]> = Extract<DataExpression, { readonly kind: K }>;

/** A word of an action parameter; words beyond it are 0. */
export function parameterWord(scope: Scope, index: number, fromLeast: number): string {
  const offset = scope.parameterOffsets[index];
  const width = scope.parameterWidths[index];
  assert(offset !== undefined && width !== undefined, "parameters are resolved");
  const words = Math.max(1, Math.ceil(width / 32));
  return fromLeast < words ? `data[base + ${offset + words - 1 - fromLeast}]` : "0";
}

/** A word of bits that are not extracted yet. */
export function lookaheadWord({ bitOffset, width }: Of<"lookahead">, fromLeast: number): string {
  const end = bitOffset + width - 32 * fromLeast;
  const start = Math.max(bitOffset, end - 32);
  return end <= bitOffset ? "0" : bitsAt("at", start, end - start);
}
