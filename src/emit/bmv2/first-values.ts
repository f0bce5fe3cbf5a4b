import { type Control, type Expression, node, type Statement, type Variable } from "../../ir/index.js";
import { refuse } from "./places.js";

/**
 * The statements that give a control's variables their first values. BMv2 starts every packet with zeros and
 * invalid headers, so a control that runs once for a packet only needs those that start as something else.
 */
export function firstValues(control: Control, once: boolean): readonly Statement[] {
  return control.variables.flatMap((variable) => {
    if (variable.initial !== undefined) return [assignFirst(variable, variable.initial)];
    return once ? [] : [clearVariable(variable)];
  });
}

function assignFirst(variable: Variable, value: Expression): Statement {
  return node("assign", { target: reference(variable), value, source: variable.source });
}

function clearVariable(variable: Variable): Statement {
  const { type, source } = variable;
  switch (type.kind) {
    case "headerType":
      return node("setValidity", { header: reference(variable), valid: false, source });
    case "boolType":
      return assignFirst(variable, node("boolean", { value: false, type, source }));
    case "bitType":
    case "intType":
    case "enumType":
    case "newType":
      return assignFirst(variable, node("constant", { value: 0n, type, source }));
    default:
      return refuse(`a variable of a ${type.kind} in a control that is applied more than once`, source);
  }
}

function reference({ name, type, source }: Variable): Expression {
  return node("variable", { name, type, source });
}
