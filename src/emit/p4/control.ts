import type { Action, ActionReference, Control, Entry, Key, KeySet, Table } from "../../ir/index.js";
import { typeName } from "../../ir/index.js";
import { block, type Code, line, spaced } from "./code.js";
import { describe, explain, printAnnotation, printInline, quote } from "./describe.js";
import type { Dialect } from "./dialect.js";
import { printExpression, printTyped } from "./expressions.js";
import { printStatements, printVariables } from "./statements.js";

/** A control and, before it, the controls that it is made of. */
export function printControl(control: Control, typeOfControl: string, dialect: Dialect): readonly Code[] {
  const inner = control.controls.flatMap((each) =>
    printControl(each, controlType(each, typeOfControl), dialect),
  );
  const head = `control ${typeOfControl}(${dialect.controlParameters.join(", ")})`;
  const body = block("apply", printStatements(control.body, dialect), control.source);
  const parts = [...declarationsOf(control, typeOfControl, dialect), [body]];
  return spaced([inner, [...explain(control), block(head, spaced(parts), control.source)]]);
}

/** Instances of controls are named by the program; their types need names of their own. */
function controlType(control: Control, typeOfParent: string): string {
  return `${typeOfParent}_${control.name}`;
}

function declarationsOf(
  control: Control,
  typeOfControl: string,
  dialect: Dialect,
): readonly (readonly Code[])[] {
  return [
    printVariables(control.variables),
    ...control.registers.map((each) => [...describe(each), ...dialect.register(each)]),
    ...control.registerActions.map((each) => [...describe(each), ...dialect.registerAction(each)]),
    ...control.counters.map((each) => [...describe(each), ...dialect.counter(each)]),
    ...control.meters.map((each) => [...describe(each), ...dialect.meter(each)]),
    ...control.actionProfiles.map((each) => [...describe(each), ...dialect.actionProfile(each)]),
    ...control.digests.map(dialect.digest),
    dialect.instances(control),
    control.controls.map((each) => line(`${controlType(each, typeOfControl)}() ${each.name};`, each.source)),
    ...control.actions.map((each) => printAction(each, dialect)),
    ...control.tables.map((each) => printTable(each, dialect)),
  ];
}

function printAction(action: Action, dialect: Dialect): readonly Code[] {
  const parameters = action.parameters.map((parameter) => {
    const described = printInline(parameter);
    return `${described}${described && " "}${typeName(parameter.type)} ${parameter.name}`;
  });
  const body = [...printVariables(action.variables), ...printStatements(action.body, dialect)];
  return [...describe(action), block(`action ${action.name}(${parameters.join(", ")})`, body, action.source)];
}

function printTable(table: Table, dialect: Dialect): readonly Code[] {
  const properties = [
    ...keysOf(table.keys),
    block("actions =", table.actions.map(printReference), undefined, "}"),
    ...(table.entries.length === 0 ? [] : [block("const entries =", table.entries.map(printEntry))]),
    ...defaultActionOf(table),
    ...sizeOf(table),
    ...dialect.tableProperties(table),
    ...property("counters", table.counter),
    ...property("meters", table.meter),
    ...property("implementation", table.implementation),
  ];
  return [...describe(table), block(`table ${table.name}`, properties, table.source)];
}

function property(name: string, value: string | undefined): readonly Code[] {
  return value === undefined ? [] : [line(`${name} = ${value};`)];
}

/** A table whose entries are constant has as many as it needs. */
function sizeOf({ size, entries }: Table): readonly Code[] {
  return size === undefined || entries.length > 0 ? [] : [line(`size = ${size};`)];
}

function keysOf(keys: readonly Key[]): readonly Code[] {
  if (keys.length === 0) return [];
  const lines = keys.map((key) => {
    const described = printInline(key);
    const name = `@name(${quote(key.name)})${described && " "}${described}`;
    return line(`${printExpression(key.expression)}: ${key.match} ${name};`, key.source);
  });
  return [block("key =", lines)];
}

function printReference({ action, scope, annotations }: ActionReference): Code {
  const role = scope === undefined ? "" : `@${scope.toLowerCase()} `;
  const others = annotations.map((annotation) => `${printAnnotation(annotation)} `).join("");
  return line(`${others}${role}${action};`);
}

/** A table whose actions are in a profile has no default action of its own; it does nothing on a miss. */
function defaultActionOf({ defaultAction: { call, isConst }, implementation }: Table): readonly Code[] {
  if (implementation !== undefined) return [];
  const text = `default_action = ${call.action}(${call.args.map(printTyped).join(", ")});`;
  return [line(isConst ? `const ${text}` : text)];
}

function printEntry(entry: Entry): Code {
  const keys = entry.keys.map(printKeySet).join(", ");
  const key = entry.keys.length === 1 ? keys : `(${keys})`;
  const call = `${entry.call.action}(${entry.call.args.map(printTyped).join(", ")})`;
  return line(`${key}: ${call};`, entry.source);
}

/** What a key field or a selected value is compared with. */
export function printKeySet(set: KeySet): string {
  switch (set.kind) {
    case "value":
      return printTyped(set.value);
    case "mask":
      return `${printTyped(set.value)} &&& ${printTyped(set.mask)}`;
    case "prefix":
      return `${printTyped(set.value)} &&& ${printTyped(prefixMask(set))}`;
    case "range":
      return `${printTyped(set.low)} .. ${printTyped(set.high)}`;
    case "inValueSet":
      return set.valueSet;
    case "any":
      return "_";
  }
}

/** P4 writes a prefix as a mask: `length` ones, then zeros. */
function prefixMask({ value, length }: Extract<KeySet, { readonly kind: "prefix" }>): typeof value {
  if (value.kind !== "constant" || !("width" in value.type)) return value;
  const free = BigInt(value.type.width - length);
  const { name: _, ...unnamed } = value;
  return { ...unnamed, value: ((1n << BigInt(length)) - 1n) << free };
}
