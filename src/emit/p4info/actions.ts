import { p4info } from "p4runtime-js-grpc/messages";
import { type Action, noAction } from "../../ir/index.js";
import { documentation, isHidden, memberIds, printAnnotations } from "./annotations.js";
import { type Instance, type PipelineInstances, tableActions, usedActions } from "./instances.js";
import type { Preambles } from "./preambles.js";
import { bitwidth, type TypeInfo } from "./type-specs.js";

/** The actions that a pipeline shows to the control plane, the one that does nothing in front. */
export function describeActions(
  { innerFirst }: PipelineInstances,
  preambles: Preambles,
  types: TypeInfo,
): p4info.Action[] {
  const usesNoAction = innerFirst.some(({ control }) => usedActions(control).has(noAction));
  const own = innerFirst.flatMap((instance) => ownActions(instance, preambles, types));
  return usesNoAction ? [describeNoAction(preambles), ...own] : own;
}

function ownActions({ path, control }: Instance, preambles: Preambles, types: TypeInfo): p4info.Action[] {
  const used = usedActions(control);
  const inTables = tableActions(control);
  return control.actions
    .filter(({ name, annotations }) => used.has(name) && !isHidden(annotations))
    .map((action) => describeAction(action, inTables.has(action.name), path, preambles, types));
}

/** core.p4 declares it with this annotation. */
function describeNoAction(preambles: Preambles): p4info.Action {
  const preamble = preambles.of("action", noAction, { annotations: [] });
  return p4info.Action.create({ preamble: { ...preamble, annotations: ['@noWarn("unused")'] } });
}

/** An action that no table runs has no parameters left to give: its calls have given them. */
function describeAction(
  action: Action,
  isInTable: boolean,
  path: string,
  preambles: Preambles,
  types: TypeInfo,
): p4info.Action {
  const ids = memberIds(action.parameters);
  const params = (isInTable ? action.parameters : []).map(({ name, type, annotations, doc }, position) => ({
    id: ids[position] ?? 0,
    name,
    annotations: printAnnotations(annotations),
    bitwidth: bitwidth(type),
    typeName: types.nameOf(type),
    doc: documentation(doc),
  }));
  return p4info.Action.create({ preamble: preambles.of("action", `${path}.${action.name}`, action), params });
}
