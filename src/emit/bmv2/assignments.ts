import { assert, type SourcePosition } from "../../base/index.js";
import { type Expression, node, type Slice, type Type } from "../../ir/index.js";
import { convertExpression, widthOf } from "./expressions.js";
import { ones } from "./hex.js";
import * as operations from "./operations.js";
import { type Place, placeOf, refuse, requirePlace } from "./places.js";
import { argument, type PrimitiveList } from "./primitives.js";
import type { Scope } from "./scope.js";
import type * as tree from "./tree.js";

/** Appends what stores `value` where `target` says. */
export function assign(target: Expression, value: Expression, scope: Scope, list: PrimitiveList): void {
  if (target.kind === "slice") assignSlice(target, value, scope, list);
  else assignPlace(target, requirePlace(target, scope, convertExpression), value, scope, list);
}

function assignPlace(
  target: Expression,
  place: Place,
  value: Expression,
  scope: Scope,
  list: PrimitiveList,
): void {
  switch (place.kind) {
    case "field":
      store(place.value, target.type, scalarValue(value, scope), target.source, list);
      break;
    case "header":
      if (value.kind === "tuple") fillHeader(target, place, value.elements, scope, list);
      else copyWhole("assign_header", place.value, value, scope, list);
      break;
    case "struct":
      assignStruct(target, place, value, scope, list);
      break;
    case "union":
      copyWhole("assign_union", { type: "header_union", value: place.name }, value, scope, list);
      break;
    case "stack":
      copyWhole("assign_header_stack", { type: "header_stack", value: place.name }, value, scope, list);
      break;
    case "last":
      refuse("the last element of a stack cannot be written as a whole", target.source);
  }
}

/** A number for a value that fields can hold. */
export function scalarValue(value: Expression, scope: Scope): tree.Expression {
  const converted = convertExpression(value, scope);
  return value.type.kind === "boolType" ? operations.toNumber(converted) : converted;
}

/** Stores a number in a field. */
export function store(
  field: tree.Expression,
  type: Type,
  value: tree.Expression,
  source: SourcePosition,
  list: PrimitiveList,
): void {
  list.add(type.kind === "varbitType" ? "assign_VL" : "assign", [argument(field), argument(value)], source);
}

/** Keeps the bits beside the slice. */
function assignSlice(target: Slice, value: Expression, scope: Scope, list: PrimitiveList): void {
  const { operand, low, high, source } = target;
  const place = requirePlace(operand, scope, convertExpression);
  if (place.kind !== "field") refuse("only a number can be sliced", source);
  const width = widthOf(operand.type);
  const mask = ones(high - low + 1) << BigInt(low);
  const rest = operations.binary("&", place.value, operations.constant(ones(width) ^ mask, width));
  const converted = scalarValue(value, scope);
  const distance = operations.constant(BigInt(low), 32);
  const shifted = low === 0 ? converted : operations.binary("<<", converted, distance);
  store(place.value, operand.type, operations.binary("|", rest, shifted), source, list);
}

function copyWhole(
  op: string,
  target: tree.Expression,
  value: Expression,
  scope: Scope,
  list: PrimitiveList,
): void {
  list.add(op, [argument(target), argument(convertExpression(value, scope))], value.source);
}

/** `header = {…}` makes the header valid. */
function fillHeader(
  target: Expression,
  place: Place & { readonly kind: "header" },
  values: readonly Expression[],
  scope: Scope,
  list: PrimitiveList,
): void {
  const { source } = target;
  const held = hold(values, scope, list);
  list.add("add_header", [argument(place.value)], source);
  place.type.fields.forEach(({ name, type }, position) => {
    const value = held[position];
    assert(value !== undefined, `no value for ${place.type.name}.${name}`);
    const field = requirePlace(
      node("field", { object: target, field: name, type, source }),
      scope,
      convertExpression,
    );
    assert(field.kind === "field", `${name} is no field`);
    store(field.value, type, value, source, list);
  });
}

function assignStruct(
  target: Expression,
  place: Place & { readonly kind: "struct" },
  value: Expression,
  scope: Scope,
  list: PrimitiveList,
): void {
  const { source } = target;
  const fields = place.type.fields;
  if (value.kind !== "tuple") {
    for (const { name, type } of fields) {
      const to = node("field", { object: target, field: name, type, source });
      assign(to, node("field", { object: value, field: name, type, source }), scope, list);
    }
    return;
  }
  const held = hold(value.elements, scope, list);
  fields.forEach(({ name, type }, position) => {
    const element = held[position];
    const field = placeOf(`${place.name}.${name}`, type);
    assert(element !== undefined && field.kind === "field", `no value for ${place.name}.${name}`);
    store(field.value, type, element, source, list);
  });
}

/** The values, kept in temporaries where a later store could change what they are read from. */
export function hold(
  values: readonly Expression[],
  scope: Scope,
  list: PrimitiveList,
): readonly tree.Expression[] {
  return values.map((value) => {
    const converted = scalarValue(value, scope);
    if (converted.type === "hexstr" || converted.type === "local" || values.length === 1) return converted;
    const temporary = scope.shared.layout.temporary(value.type);
    store(temporary, value.type, converted, value.source, list);
    return temporary;
  });
}
