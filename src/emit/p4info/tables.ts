import { p4info } from "p4runtime-js-grpc/messages";
import { type ActionReference, type Key, type MatchKind, type Table, typeWidth } from "../../ir/index.js";
import { constantValue } from "../constants.js";
import { documentation, isHidden, memberIds, printAnnotations } from "./annotations.js";
import { actionName, type Instance } from "./instances.js";
import type { Preambles } from "./preambles.js";
import { bitwidth, type TypeInfo, toBytes } from "./type-specs.js";

/** The room of a table that does not say, in v1model. */
const defaultSize = 1024n;

/** What the tables of a control show to the control plane. */
export function describeTables(instance: Instance, preambles: Preambles, types: TypeInfo): p4info.Table[] {
  return instance.control.tables
    .filter(({ annotations }) => !isHidden(annotations))
    .map((table) => describeTable(table, instance, preambles, types));
}

function describeTable(
  table: Table,
  instance: Instance,
  preambles: Preambles,
  types: TypeInfo,
): p4info.Table {
  const { path } = instance;
  const { call, isConst } = table.defaultAction;
  const actionId = preambles.id("action", actionName(path, call.action));
  return p4info.Table.create({
    preamble: preambles.of("table", `${path}.${table.name}`, table),
    matchFields: matchFields(table, types),
    actionRefs: table.actions.map((reference) => actionRef(reference, path, preambles)),
    constDefaultActionId: isConst ? actionId : 0,
    initialDefaultAction: { actionId, arguments: defaultArguments(table, instance) },
    implementationId:
      table.implementation === undefined
        ? 0
        : preambles.id("actionProfile", `${path}.${table.implementation}`),
    directResourceIds: directResources(table, path, preambles),
    size: table.entries.length > 0 ? defaultSize : BigInt(table.size ?? defaultSize),
    idleTimeoutBehavior: table.idleTimeout
      ? p4info.Table_IdleTimeoutBehavior.NOTIFY_CONTROL
      : p4info.Table_IdleTimeoutBehavior.NO_TIMEOUT,
    isConstTable: table.entries.length > 0,
    hasInitialEntries: table.entries.length > 0,
  });
}

function directResources({ counter, meter }: Table, path: string, preambles: Preambles): number[] {
  const ids: number[] = [];
  if (counter !== undefined) ids.push(preambles.id("directCounter", `${path}.${counter}`));
  if (meter !== undefined) ids.push(preambles.id("directMeter", `${path}.${meter}`));
  return ids;
}

function defaultArguments(
  { defaultAction }: Table,
  { control }: Instance,
): p4info.TableActionCall_Argument[] {
  const { call } = defaultAction;
  const action = control.actions.find(({ name }) => name === call.action);
  const ids = memberIds(action?.parameters ?? []);
  return call.args.map((arg, position) => ({
    paramId: ids[position] ?? position + 1,
    value: toBytes(constantValue(arg), typeWidth(arg.type) ?? 0),
  }));
}

const scopes = {
  tableOnly: p4info.ActionRef_Scope.TABLE_ONLY,
  defaultOnly: p4info.ActionRef_Scope.DEFAULT_ONLY,
} as const;

function actionRef(reference: ActionReference, path: string, preambles: Preambles): p4info.ActionRef {
  const { action, scope, annotations } = reference;
  const role = scope === undefined ? [] : [`@${scope.toLowerCase()}`];
  return p4info.ActionRef.create({
    id: preambles.id("action", actionName(path, action)),
    annotations: [...printAnnotations(annotations), ...role],
    scope: scope === undefined ? p4info.ActionRef_Scope.TABLE_AND_DEFAULT : scopes[scope],
  });
}

const matchTypes: Readonly<Record<Exclude<MatchKind, "selector">, p4info.MatchField_MatchType>> = {
  exact: p4info.MatchField_MatchType.EXACT,
  lpm: p4info.MatchField_MatchType.LPM,
  ternary: p4info.MatchField_MatchType.TERNARY,
  range: p4info.MatchField_MatchType.RANGE,
  optional: p4info.MatchField_MatchType.OPTIONAL,
};

/** The selector keys are none of the control plane's business, but they take part in the numbering. */
function matchFields({ keys }: Table, types: TypeInfo): p4info.MatchField[] {
  const ids = memberIds(keys);
  return keys.flatMap((key, position) => {
    if (key.match === "selector") return [];
    return [matchField(key, key.match, ids[position] ?? 0, types)];
  });
}

function matchField(
  key: Key,
  match: Exclude<MatchKind, "selector">,
  id: number,
  types: TypeInfo,
): p4info.MatchField {
  return p4info.MatchField.create({
    id,
    name: key.name,
    annotations: printAnnotations(key.annotations),
    bitwidth: bitwidth(key.expression.type),
    match: { $case: "matchType", value: matchTypes[match] },
    doc: documentation(key.doc),
    typeName: types.nameOf(key.expression.type),
  });
}
