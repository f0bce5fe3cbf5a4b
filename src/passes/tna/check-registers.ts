import {
  type Control,
  type Expression,
  type Node,
  type Register,
  type RegisterAction,
  rewrite,
  typeWidth,
  walk,
} from "../../ir/index.js";
import type { Pass } from "../pass.js";
import { refuse } from "./refuse.js";

/** Holds every register and register action to what Tofino's stateful ALU can do (docs/TARGETS.md). */
export const checkRegisters: Pass = {
  name: "check-registers",
  run: (program) => rewrite(program, (target) => (target.kind === "control" ? checkWithin(target) : target)),
};

const cellWidths: ReadonlySet<number> = new Set([1, 8, 16, 32]);
const actionsMax = 4;
const comparisonsMax = 2;

function checkWithin(control: Control): Control {
  for (const register of control.registers) {
    checkCell(register);
    const actions = control.registerActions.filter((action) => action.register === register.name);
    if (actions.length > actionsMax) {
      refuse(
        "TNA-REGISTER-LAW",
        `the register ${register.name} has ${actions.length} register actions; a stateful ALU holds ${actionsMax}`,
        "Make two of them one, or split the register.",
        actions[actionsMax]?.source ?? register.source,
      );
    }
    for (const action of actions) checkAction(action, register);
    checkAccess(control, register, actions);
  }
  return control;
}

function checkCell({ name, cell, source }: Register): void {
  const widths =
    cell.kind === "structType" ? cell.fields.map(({ type }) => typeWidth(type) ?? 0) : [cell.width];
  const fits = widths.every((width) => cellWidths.has(width) && width === widths[0]) && widths.length <= 2;
  if (fits) return;
  refuse(
    "TNA-REGISTER-CELL",
    `the cells of ${name} have ${widths.join(" and ")} bits; a stateful ALU works on 8, 16 or 32, or on two of these`,
    "Choose such a width; keep 64 bits as a struct of two words.",
    source,
  );
}

/** What the ALU computes: no more than an addition or a bit operation at a time. */
const allowed: ReadonlySet<string> = new Set([
  "+",
  "-",
  "|+|",
  "|-|",
  "&",
  "|",
  "^",
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "&&",
  "||",
]);
const relations: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);

function checkAction({ cell, output, source, name }: RegisterAction, register: Register): void {
  const comparisons = new Map<string, Expression>();
  walk([cell, output], (target) => {
    checkOperation(target);
    if (target.kind === "binary" && relations.has(target.operator)) comparisons.set(textOf(target), target);
  });
  if (comparisons.size > comparisonsMax) {
    refuse(
      "TNA-REGISTER-LAW",
      `the register action ${name} compares ${comparisons.size} times; a stateful ALU does ${comparisonsMax}`,
      "Compute one of the comparisons before, and hand its result over in metadata.",
      source,
    );
  }
  checkOutput(output, cell, register);
}

function checkOperation(target: Node): void {
  if (target.kind === "binary" && !allowed.has(target.operator)) {
    refuse(
      "TNA-REGISTER-LAW",
      `a stateful ALU has no operation ${target.operator}`,
      "Compute it before the access.",
      target.source,
    );
  }
}

/** The output is one of: the old cell, the new cell, a number. */
function checkOutput(output: Expression | undefined, cell: Expression | undefined, { name }: Register): void {
  if (output === undefined) return;
  if (output.type.kind === "boolType") {
    refuse(
      "TNA-REGISTER-LAW",
      `an access to ${name} puts out a truth`,
      "Put out one bit: mux(condition, literal(bit(1), 1), 0).",
      output.source,
    );
  }
  if (cell !== undefined && textOf(cell) === textOf(output)) return;
  const sources = leaves(output).map(sourceOf);
  const others = new Set(sources.filter((each) => each !== "number"));
  if (others.size <= 1 && !others.has("computed")) return;
  refuse(
    "TNA-REGISTER-LAW",
    `an access to ${name} puts out something that is neither the old cell, nor the new one, nor a number`,
    "Put one of these out, and compute the rest behind the access.",
    output.source,
  );
}

function leaves(value: Expression): readonly Expression[] {
  if (value.kind !== "conditional") return [value];
  return [...leaves(value.whenTrue), ...leaves(value.whenFalse)];
}

function sourceOf(value: Expression): string {
  if (value.kind === "constant" || value.kind === "boolean") return "number";
  if (value.kind === "cell") return "cell";
  if (value.kind === "field" && value.object.kind === "cell") return `cell.${value.field}`;
  return "computed";
}

/** One text for equal expressions, wherever they stand. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (key, part) => {
    if (key === "source" || key === "type") return undefined;
    return typeof part === "bigint" ? part.toString() : part;
  });
}

/** A register stands in one stage, and so in one table, or in statements of which a packet meets one. */
function checkAccess(control: Control, register: Register, actions: readonly RegisterAction[]): void {
  const names = new Set(actions.map(({ name }) => name));
  const users = new Set<string>();
  let second: Expression["source"] | undefined;
  for (const table of control.tables) {
    const uses = table.actions.some(({ action }) => executes(control, action, names));
    if (!uses) continue;
    if (users.size > 0) second ??= table.source;
    users.add(table.name);
  }
  if (second === undefined) return;
  refuse(
    "TNA-REGISTER-ACCESS",
    `${[...users].join(" and ")} both reach the register ${register.name}; on Tofino a register belongs to one table`,
    "Put all accesses into one table, keyed by what is to be done.",
    second,
  );
}

function executes(control: Control, name: string, registerActions: ReadonlySet<string>): boolean {
  let found = false;
  walk(control.actions.find((action) => action.name === name)?.body ?? [], (target) => {
    if (target.kind === "executeRegisterAction" && registerActions.has(target.registerAction)) found = true;
  });
  return found;
}
