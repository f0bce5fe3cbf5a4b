import {
  type Action,
  type ActionCall,
  bitType,
  boolType,
  type Expression,
  type Node,
  node,
  type ParameterReference,
  rewrite,
  type Table,
} from "../../ir/index.js";
import type { Pass } from "../pass.js";

const oneBit = bitType(1);

/** Actions of BMv2 take numbers only: a bool becomes one bit where it is given, and a bool again where it is used. */
export const lowerBoolParameters: Pass = {
  name: "lower-bool-parameters",
  run: (program) => rewrite(program, lower),
};

function lower(target: Node): Node {
  switch (target.kind) {
    case "parameter":
      return target.type.kind === "boolType" ? asBool(target) : target;
    case "action":
      return lowerAction(target);
    case "callAction":
      return { ...target, args: target.args.map(asBit) };
    case "table":
      return lowerTable(target);
    default:
      return target;
  }
}

function lowerAction(action: Action): Action {
  const parameters = action.parameters.map((parameter) =>
    parameter.type.kind === "boolType"
      ? node("parameterDeclaration", { ...parameter, type: oneBit })
      : parameter,
  );
  return { ...action, parameters };
}

function lowerTable(table: Table): Table {
  const lowerCall = (call: ActionCall): ActionCall => ({ ...call, args: call.args.map(asBit) });
  const { defaultAction, entries } = table;
  return {
    ...table,
    defaultAction: { ...defaultAction, call: lowerCall(defaultAction.call) },
    entries: entries.map((entry) => ({ ...entry, call: lowerCall(entry.call) })),
  };
}

function asBool(parameter: ParameterReference): Expression {
  const { source } = parameter;
  return node("cast", { operand: { ...parameter, type: oneBit }, type: boolType, source });
}

function asBit(argument: Expression): Expression {
  const { source } = argument;
  if (argument.kind === "boolean")
    return node("constant", { value: argument.value ? 1n : 0n, type: oneBit, source });
  if (argument.type.kind !== "boolType") return argument;
  return node("cast", { operand: argument, type: oneBit, source });
}
