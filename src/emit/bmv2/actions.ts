import { type Action, type Control, noAction, type Statement, typeWidth } from "../../ir/index.js";
import { PrimitiveList } from "./primitives.js";
import { type Scope, withActionData } from "./scope.js";
import { lowerActionBody, lowerStatements } from "./statements.js";
import type * as tree from "./tree.js";

/** The actions of a program by full name, in the order in which they were first met. */
export class ActionList {
  readonly #actions = new Map<string, tree.Action>();

  /** The action that a control calls `name`. */
  declared(control: Control, name: string, scope: Scope): tree.Action {
    if (name === noAction) return this.#actions.get(noAction) ?? this.#add(noAction, [], []);
    const fullName = `${scope.path}.${name}`;
    const known = this.#actions.get(fullName);
    if (known !== undefined) return known;
    const action = control.actions.find((candidate) => candidate.name === name);
    if (action === undefined) throw new Error(`assertion failed: no action ${name} in ${scope.path}`);
    return this.#add(fullName, runtimeData(action), this.#primitives(action, scope));
  }

  /** An action for statements that stand in a control's own body. */
  synthesised(name: string, statements: readonly Statement[], scope: Scope): tree.Action {
    const list = new PrimitiveList();
    lowerStatements(statements, scope, list);
    return this.#add(name, [], list.finish());
  }

  #primitives(action: Action, scope: Scope): readonly tree.Primitive[] {
    const list = new PrimitiveList();
    lowerActionBody(action, withActionData(scope, action.parameters), list);
    return list.finish();
  }

  #add(name: string, data: tree.Action["runtime_data"], primitives: readonly tree.Primitive[]): tree.Action {
    const action = { name, id: this.#actions.size, runtime_data: data, primitives };
    this.#actions.set(name, action);
    return action;
  }

  finish(): readonly tree.Action[] {
    return [...this.#actions.values()];
  }
}

function runtimeData(action: Action): tree.Action["runtime_data"] {
  return action.parameters.map(({ name, type }) => ({ name, bitwidth: typeWidth(type) ?? 0 }));
}
