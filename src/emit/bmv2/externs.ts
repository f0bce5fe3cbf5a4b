import {
  type ActionProfile,
  type Control,
  type Expression,
  type Meter,
  type Program,
  type Table,
  typeWidth,
  walk,
} from "../../ir/index.js";
import { convertExpression } from "./expressions.js";
import { place, refuse } from "./places.js";
import { type Scope, topScope, withControl } from "./scope.js";
import type { Shared } from "./shared.js";
import { defaultTableSize } from "./tables.js";
import type * as tree from "./tree.js";

/** Every control instance of a program with its scope: ingress, egress and all inside them, outer ones first. */
export function instances(program: Program, shared: Shared): readonly Scope[] {
  const within = (control: Control, path: string): Scope[] => {
    const scope = withControl(topScope(shared, path), path, control);
    return [scope, ...control.controls.flatMap((inner) => within(inner, `${path}.${inner.name}`))];
  };
  return [...within(program.ingress, "ingress"), ...within(program.egress, "egress")];
}

/** The stateful arrays of all controls. */
export function lowerArrays(
  scopes: readonly Scope[],
): Pick<tree.Bmv2Program, "meter_arrays" | "counter_arrays" | "register_arrays"> {
  return {
    meter_arrays: numbered(scopes.flatMap(lowerMeters)),
    counter_arrays: numbered(scopes.flatMap(lowerCounters)),
    register_arrays: numbered(scopes.flatMap(lowerRegisters)),
  };
}

function numbered<T extends { readonly id: number }>(items: readonly T[]): readonly T[] {
  return items.map((item, id) => ({ ...item, id }));
}

function lowerRegisters({ control, path }: Scope): readonly tree.RegisterArray[] {
  return (control?.registers ?? []).map(({ name, size, cell }) => ({
    name: `${path}.${name}`,
    id: 0,
    size,
    bitwidth: typeWidth(cell) ?? 0,
  }));
}

function lowerCounters({ control, path }: Scope): readonly tree.CounterArray[] {
  return (control?.counters ?? []).flatMap(({ name, size }): tree.CounterArray[] => {
    const fullName = `${path}.${name}`;
    if (size !== undefined) return [{ name: fullName, id: 0, is_direct: false, size }];
    const table = control?.tables.find(({ counter }) => counter === name);
    return table === undefined
      ? []
      : [{ name: fullName, id: 0, is_direct: true, binding: `${path}.${table.name}` }];
  });
}

function lowerMeters(scope: Scope): readonly tree.MeterArray[] {
  return (scope.control?.meters ?? []).flatMap((meter): tree.MeterArray[] => {
    const common = { name: `${scope.path}.${meter.name}`, id: 0, rate_count: 2 as const, type: meter.unit };
    if (meter.size !== undefined) return [{ ...common, is_direct: false, size: meter.size }];
    const table = scope.control?.tables.find((candidate) => candidate.meter === meter.name);
    return table === undefined ? [] : [{ ...common, ...lowerDirectMeter(meter, table, scope) }];
  });
}

function lowerDirectMeter(
  meter: Meter,
  table: Table,
  scope: Scope,
): Pick<tree.MeterArray, "is_direct" | "size" | "binding" | "result_target"> {
  const into = colorOf(meter, scope.control);
  const color = into === undefined ? undefined : place(into, scope, convertExpression);
  if (color?.kind !== "field" || color.value.type !== "field") {
    const message = `the colour of the direct meter ${meter.name} has no field to go to`;
    return refuse(
      message,
      meter.source,
      `Execute it into a field of the metadata in an action of ${table.name}.`,
    );
  }
  return {
    is_direct: true,
    size: table.size ?? defaultTableSize,
    binding: `${scope.path}.${table.name}`,
    result_target: color.value.value,
  };
}

/** BMv2 leaves the colour of a match in one field, whichever action reads the meter. */
function colorOf({ name }: Meter, control: Control | undefined): Expression | undefined {
  let into: Expression | undefined;
  walk(control?.actions, (target) => {
    if (target.kind === "executeMeter" && target.meter === name) into ??= target.into;
  });
  return into;
}

/** The action profiles of one control; `firstId` goes on from those before it. */
export function lowerActionProfiles(
  control: Control,
  scope: Scope,
  firstId: number,
): readonly tree.ActionProfile[] {
  return control.actionProfiles.map((profile, position) => ({
    name: `${scope.path}.${profile.name}`,
    id: firstId + position,
    max_size: profile.size,
    ...(profile.selector === undefined
      ? {}
      : { selector: lowerSelector(profile, profile.selector, control, scope) }),
  }));
}

function lowerSelector(
  profile: ActionProfile,
  { algorithm }: NonNullable<ActionProfile["selector"]>,
  control: Control,
  scope: Scope,
): NonNullable<tree.ActionProfile["selector"]> {
  const table = control.tables.find(({ implementation }) => implementation === profile.name);
  const keys = (table?.keys ?? []).filter(({ match }) => match === "selector");
  const input = keys.map((key) => {
    const field = convertExpression(key.expression, scope);
    return field.type === "field"
      ? field
      : refuse("a selector key that is no field was not hoisted", key.source);
  });
  return { algo: algorithm, input };
}
