import { type Control, node, type Statement } from "../../ir/index.js";

/**
 * The statements that give a control's variables their first values: those that the program says, and invalid
 * headers. A packet starts with invalid headers, so a control that runs once for a packet needs no more of those.
 */
export function firstValues(control: Control, once: boolean): readonly Statement[] {
  return control.variables.flatMap(({ name, type, initial, source }): readonly Statement[] => {
    const variable = node("variable", { name, type, source });
    if (initial !== undefined) return [node("assign", { target: variable, value: initial, source })];
    if (type.kind !== "headerType" || once) return [];
    return [node("setValidity", { header: variable, valid: false, source })];
  });
}
