import type { SourcePosition } from "../base/index.js";
import {
  bitType,
  type Expression,
  type NumberType,
  node,
  type Register as RegisterNode,
  type StructType,
} from "../ir/index.js";
import { type DeclarationOptions, described } from "./annotation.js";
import type { Bool, BoolVariable } from "./bool.js";
import type { FieldSpecs } from "./fields.js";
import type { BitLike } from "./number-like.js";
import type { BitSpec, BitVariable, IntSpec } from "./numbers.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import type { Declarable } from "./scope.js";
import { afterParser, type Step, scopedStep } from "./step.js";
import type { StructSpec } from "./struct.js";
import { expressionOf, type NumberLiteral, type OperandOf, type ReadOf, type Value } from "./value.js";

/** What a register's cell can be: a number, or a pair of numbers. */
export type CellSpec = BitSpec<number> | IntSpec<number> | StructSpec<FieldSpecs>;

/** A new value of a cell. */
export type CellUpdate<Cell extends CellSpec> =
  Cell extends StructSpec<infer Fields>
    ? { readonly [F in keyof Fields]: OperandOf<Fields[F]> }
    : OperandOf<Cell>;

/** An array of cells that live as long as the program is loaded. */
export interface Register<Cell extends CellSpec = CellSpec> extends Declarable<"registers"> {
  readonly cell: Cell;
  readonly size: number;
}

/**
 * An array of cells that live as long as the program is loaded, all zero at the start.
 *
 * @example
 * ```ts
 * const arrivals = register("arrivals", bit(32), 1024);
 * const look = registerAction("look", arrivals, (cell) => ({ output: cell }));
 * look.execute({ index: 7, into: meta.ticket })
 * ```
 * ```p4
 * bit<32> look_cell;
 * register<bit<32>>(1024) arrivals;
 * @atomic {
 *     arrivals.read(look_cell, 7);
 *     meta.ticket = look_cell;
 * }
 * ```
 */
export function register<Cell extends CellSpec>(
  name: string,
  cell: Cell,
  size: number,
  options: DeclarationOptions & { readonly initial?: NumberLiteral } = {},
): Register<Cell> {
  const source = here();
  if (!Number.isInteger(size) || size < 1) {
    refuse(
      "DSL-ARGUMENT",
      source,
      `register ${name} cannot have ${size} cells`,
      "Give a whole number above 0.",
    );
  }
  const { initial } = options;
  const start = initial === undefined ? undefined : expressionOf(cell.ir, initial, source);
  const declare = (): RegisterNode =>
    node("register", {
      name,
      cell: cell.ir,
      size,
      source,
      ...described(options),
      ...(start && { initial: start }),
    });
  return Object.freeze({ family: "registers", name, source, cell, size, declare });
}

/** What a register action makes of the old cell. Both are computed from the old cell. */
export interface RegisterUpdate<Cell extends CellSpec, Output extends Value> {
  /** The new value; absent: the cell stays. */
  readonly cell?: CellUpdate<Cell>;
  readonly output?: Output;
}

/** A place for the output of a register action. */
export type IntoOf<Output> =
  Output extends BitLike<infer W> ? BitVariable<W> : Output extends Bool ? BoolVariable : never;

export interface RegisterAction<Output extends Value> extends Declarable<"registerActions"> {
  /**
   * One access to the cell at `index`. The index is a literal or a number of any width.
   *
   * @example takeTicket.execute({ index: 0, into: meta.ticket })
   */
  execute(access: { readonly index: BitLike | NumberLiteral; readonly into?: IntoOf<Output> }): Step;
}

/**
 * An atomic function over one cell of a register: no other packet comes between reading and writing. On Tofino it
 * becomes a program of a stateful ALU, which can do two conditions, additions and bit operations.
 *
 * @example
 * ```ts
 * const arrivals = register("arrivals", bit(32), 1024);
 * const takeTicket = registerAction("take_ticket", arrivals, (cell) => ({ cell: cell.add(1), output: cell }));
 * takeTicket.execute({ index: meta.bucket, into: meta.ticket })
 * ```
 * ```p4
 * bit<32> take_ticket_cell;
 * register<bit<32>>(1024) arrivals;
 * @atomic {
 *     arrivals.read(take_ticket_cell, (bit<32>)meta.bucket);
 *     arrivals.write((bit<32>)meta.bucket, take_ticket_cell + 1);
 *     meta.ticket = take_ticket_cell;
 * }
 * ```
 * @example
 * ```ts
 * const windows = register("windows", struct("window_t", { low: bit(32), high: bit(32) }), 16);
 * const extend = registerAction("extend", windows, (cell) => ({
 *   cell: { low: cell.low, high: cell.high.add(1) },
 * }));
 * extend.execute({ index: 0 })
 * ```
 * ```p4
 * bit<64> extend_cell;
 * register<bit<64>>(16) windows;
 * @atomic {
 *     windows.read(extend_cell, 0);
 *     windows.write(0, extend_cell[63:32] ++ (extend_cell[31:0] + 1));
 * }
 * ```
 */
export function registerAction<Cell extends CellSpec, Output extends Value = never>(
  name: string,
  target: Register<Cell>,
  update: (cell: ReadOf<Cell>) => RegisterUpdate<Cell, Output>,
  options: DeclarationOptions = {},
): RegisterAction<Output> {
  const source = here();
  const cellType = target.cell.ir;
  const old = target.cell.read(node("cell", { type: cellType, source })) as ReadOf<Cell>;
  const { cell, output } = update(old);
  const newCell = cell === undefined ? undefined : cellExpression(cellType, cell, source);
  const made: RegisterAction<Output> = {
    family: "registerActions",
    name,
    source,
    declare: (scope) =>
      node("registerAction", {
        name,
        register: scope.use(target),
        source,
        ...described(options),
        ...(newCell && { cell: newCell }),
        ...(output && { output: output.ir }),
      }),
    execute: ({ index, into }) => execute(made, indexOf(index, target.size, here()), into, output, here()),
  };
  return Object.freeze(made);
}

function execute(
  target: Declarable<"registerActions">,
  index: Expression,
  into: Value | undefined,
  output: Value | undefined,
  source: SourcePosition,
): Step {
  if (into !== undefined && output === undefined) {
    refuse(
      "DSL-ARGUMENT",
      source,
      `${target.name} has no output`,
      "Leave out `into`, or give the action an output.",
    );
  }
  const place = into && expressionOf(output?.ir.type ?? into.ir.type, into, source);
  return scopedStep(source, (scope) => {
    scope.require(afterParser, "a register action", source);
    const fields = { registerAction: scope.use(target), index, source };
    return node("executeRegisterAction", { ...fields, ...(place && { into: place }) });
  });
}

function cellExpression(type: NumberType | StructType, cell: unknown, source: SourcePosition): Expression {
  if (type.kind !== "structType") return expressionOf(type, cell, source);
  const given = cell as Readonly<Record<string, unknown>>;
  const elements = type.fields.map((field) => expressionOf(field.type, given[field.name], source));
  return node("tuple", { elements, type, source });
}

/** Bits of the index of an array, when a literal is given. */
const indexWidth = 32;

/** The index of an array's element; literals are checked against its size. */
export function indexOf(index: BitLike | NumberLiteral, size: number, source: SourcePosition): Expression {
  if (typeof index === "object") return index.ir;
  if (BigInt(index) >= BigInt(size)) {
    refuse("DSL-RANGE", source, `there is no element ${index} of ${size}`, `Give 0 to ${size - 1}.`);
  }
  return expressionOf(bitType(indexWidth), index, source);
}
