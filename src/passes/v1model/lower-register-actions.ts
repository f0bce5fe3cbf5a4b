import { assert, CodedError, type SourcePosition } from "../../base/index.js";
import {
  type Action,
  type Control,
  type ExecuteRegisterAction,
  type Expression,
  type NumberType,
  node,
  type Register,
  type RegisterAction,
  rewrite,
  type Statement,
  type Variable,
} from "../../ir/index.js";
import type { Pass } from "../pass.js";
import { together } from "../statements.js";
import { packedType, packValue, substituteCell, usesCell } from "./pack-cells.js";

/**
 * Writes every register action out where it is executed: read the cell, write the new value, compute the output
 * from the old one, all in an atomic block. A cell of two numbers becomes one number, since BMv2's registers
 * hold nothing else.
 *
 * Throws `V1MODEL-REGISTER-INITIAL` for a register that does not start as zero: v1model has no such thing.
 */
export const lowerRegisterActions: Pass = {
  name: "lower-register-actions",
  run: (program) => rewrite(program, (target) => (target.kind === "control" ? lowerControl(target) : target)),
};

function lowerControl(control: Control): Control {
  const actions = control.actions.map((action) => lowerBody(action, control));
  const { variables, body } = lowerBody(control, control);
  const registers = control.registers.map(lowerRegister);
  return { ...control, registers, registerActions: [], actions, variables, body };
}

function lowerRegister(register: Register): Register {
  const { initial, ...rest } = register;
  if (initial !== undefined && !isZero(initial)) {
    throw new CodedError({
      code: "V1MODEL-REGISTER-INITIAL",
      message: `the register ${register.name} does not start as zero, which v1model cannot express`,
      help: "Let the controller write the first value, or store the difference from it.",
      position: register.source,
    });
  }
  return { ...rest, cell: packedType(register.cell) };
}

function isZero(value: Expression): boolean {
  if (value.kind === "constant") return value.value === 0n;
  return value.kind === "tuple" && value.elements.every(isZero);
}

/** Replaces the executions in an action or in a control's own body, and adds the variables that they need. */
function lowerBody<Scope extends Action | Control>(scope: Scope, control: Control): Scope {
  const cells = new Map<string, Variable>();
  const body = rewrite(scope.body, (target) =>
    target.kind === "executeRegisterAction" ? writeOut(target, control, cells) : target,
  );
  return { ...scope, variables: [...scope.variables, ...cells.values()], body };
}

function writeOut(
  execution: ExecuteRegisterAction,
  control: Control,
  cells: Map<string, Variable>,
): Statement {
  const action = control.registerActions.find(({ name }) => name === execution.registerAction);
  assert(action !== undefined, `no register action ${execution.registerAction} in ${control.name}`);
  const register = control.registers.find(({ name }) => name === action.register);
  assert(register !== undefined, `no register ${action.register} in ${control.name}`);
  const old = cellVariable(action, register, cells, execution.source);
  const body = access(execution, action, register, old);
  if (!usesCell(action.cell, action.output)) cells.delete(action.name);
  return body.length < 2
    ? together(body, execution.source)
    : node("block", { atomic: true, body, source: execution.source });
}

/** The write stands before the assignment of the output, which may change what the new value is computed from. */
function access(
  execution: ExecuteRegisterAction,
  action: RegisterAction,
  register: Register,
  old: Expression,
): readonly Statement[] {
  const { index, into, source } = execution;
  const body: Statement[] = [];
  if (usesCell(action.cell, into === undefined ? undefined : action.output)) {
    body.push(node("registerRead", { register: register.name, index, into: old, source }));
  }
  if (action.cell !== undefined) {
    const value = packValue(substituteCell(action.cell, old, register.cell), old, register.cell);
    body.push(node("registerWrite", { register: register.name, index, value, source }));
  }
  if (into !== undefined && action.output !== undefined) {
    const value = substituteCell(action.output, old, register.cell);
    body.push(node("assign", { target: into, value, source }));
  }
  return body;
}

function cellVariable(
  action: RegisterAction,
  register: Register,
  cells: Map<string, Variable>,
  source: SourcePosition,
): Expression {
  const type: NumberType = packedType(register.cell);
  const name = `${action.name}_cell`;
  if (!cells.has(action.name)) {
    cells.set(
      action.name,
      node("variableDeclaration", { name, type, annotations: [], source: action.source }),
    );
  }
  return node("variable", { name, type, source });
}
