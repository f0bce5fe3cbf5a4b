import type { SourcePosition } from "../base/index.js";
import { type Expression, node, type Type, type Variable, walk } from "../ir/index.js";
import { checkName } from "./names.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import { expressionOf, type OperandOf, type TypeSpec, type VariableOf } from "./value.js";

/** The declaration behind each reference that `variable` made; references are unique to their variable. */
const declarations = new WeakMap<Expression, Variable>();

/**
 * A local variable of the block or action that uses it. It starts as `initial`, or as zero, for every packet.
 *
 * @example
 * ```ts
 * const distance = variable("distance", bit(32));
 * [distance.set(meta.ticket.subtract(5)), when(distance.greaterThan(9), discard())]
 * ```
 * ```p4
 * bit<32> distance = 0;
 * action discard() {
 *     mark_to_drop(standard_metadata);
 * }
 * distance = meta.ticket - 5;
 * if (distance > 9) {
 *     discard();
 * }
 * ```
 */
export function variable<Spec extends TypeSpec>(
  name: string,
  type: Spec,
  initial?: OperandOf<Spec>,
): VariableOf<Spec> {
  const source = here();
  checkName(name, "variable", source);
  const start = initial === undefined ? zeroOf(type.ir, source) : expressionOf(type.ir, initial, source);
  const declaration = node("variableDeclaration", {
    name,
    type: type.ir,
    annotations: [],
    source,
    ...(start && { initial: start }),
  });
  const reference = node("variable", { name, type: type.ir, source });
  declarations.set(reference, declaration);
  return type.variable(reference) as VariableOf<Spec>;
}

/** What a variable starts with; headers and structs start with nothing. */
function zeroOf(type: Type, source: SourcePosition): Expression | undefined {
  if (type.kind === "boolType") return expressionOf(type, false, source);
  const isNumber = type.kind === "bitType" || type.kind === "intType" || type.kind === "newType";
  return isNumber ? expressionOf(type, 0, source) : undefined;
}

/** The variables that an IR tree uses, in the order of their first use. */
export function variablesIn(tree: unknown): readonly Variable[] {
  const found = new Map<string, Variable>();
  walk(tree, (visited) => {
    if (visited.kind !== "variable") return;
    const declaration = declarations.get(visited);
    if (declaration === undefined) return;
    const known = found.get(declaration.name);
    if (known !== undefined && known !== declaration) refuseSameName(declaration.name, declaration.source);
    found.set(declaration.name, declaration);
  });
  return [...found.values()];
}

function refuseSameName(name: string, source: SourcePosition): never {
  return refuse(
    "DSL-NAME-TAKEN",
    source,
    `two variables of one block have the name "${name}"`,
    "Give each its own name.",
  );
}
