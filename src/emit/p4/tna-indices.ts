import {
  bitType,
  type Control,
  type Counter,
  type Expression,
  type Meter,
  type Register,
  type Statement,
  type Type,
  typeWidth,
  walk,
} from "../../ir/index.js";

/** Something with cells that statements reach by an index. */
type Indexed = Register | Counter | Meter;

/** TNA's arrays have an index of one type; it is the widest that the program uses. */
export interface IndexTypes {
  /** The type of an array's index. */
  readonly of: (indexed: Indexed) => Type;
  /** The type of the index in a statement. */
  readonly at: (statement: Statement) => Type;
}

/** Finds the index types of all arrays of these controls. */
export function indexTypes(controls: readonly Control[]): IndexTypes {
  const arrays = new Map<Indexed, number>();
  const statements = new Map<Statement, Indexed>();
  for (const control of controls.flatMap(withInner)) collect(control, arrays, statements);
  const of = (indexed: Indexed): Type => bitType(Math.max(1, arrays.get(indexed) ?? 1));
  return {
    of,
    at: (statement) => {
      const indexed = statements.get(statement);
      return indexed === undefined ? bitType(1) : of(indexed);
    },
  };
}

function withInner(control: Control): readonly Control[] {
  return [control, ...control.controls.flatMap(withInner)];
}

function collect(control: Control, arrays: Map<Indexed, number>, statements: Map<Statement, Indexed>): void {
  walk([control.actions, control.body], (target) => {
    const found = accessOf(target as Statement, control);
    if (found === undefined) return;
    const { indexed, index } = found;
    statements.set(target as Statement, indexed);
    arrays.set(indexed, Math.max(arrays.get(indexed) ?? 1, widthOf(index)));
  });
}

/** A constant needs no more bits than it has. */
function widthOf(index: Expression): number {
  if (index.kind === "constant") return index.value.toString(2).length;
  return typeWidth(index.type) ?? 1;
}

function accessOf(
  statement: Statement,
  control: Control,
): { readonly indexed: Indexed; readonly index: Expression } | undefined {
  switch (statement.kind) {
    case "executeRegisterAction": {
      const action = control.registerActions.find(({ name }) => name === statement.registerAction);
      return found(control.registers, action?.register, statement.index);
    }
    case "count":
      return found(control.counters, statement.counter, statement.index);
    case "executeMeter":
      return found(control.meters, statement.meter, statement.index);
    default:
      return undefined;
  }
}

function found(
  declared: readonly Indexed[],
  name: string | undefined,
  index: Expression | undefined,
): { readonly indexed: Indexed; readonly index: Expression } | undefined {
  const indexed = declared.find((each) => each.name === name);
  return indexed === undefined || index === undefined ? undefined : { indexed, index };
}
