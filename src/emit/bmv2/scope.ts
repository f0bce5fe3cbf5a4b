import type { Control, Parameter, Variable } from "../../ir/index.js";
import type { Shared } from "./shared.js";
import type * as tree from "./tree.js";

/** What the names inside a parser, a control or an action stand for. */
export interface Scope {
  /** Path of instances: `ingress.token`; the name in front of everything that is declared here. */
  readonly path: string;
  readonly shared: Shared;
  /** Absent in a parser and in checksums. */
  readonly control?: Control;
  /** Where the layout keeps each variable. */
  readonly variables: ReadonlyMap<string, string>;
  /** Those of them that actions of this control see as well. */
  readonly controlVariables: ReadonlyMap<string, string>;
  /** What each parameter of the enclosing action is. */
  readonly parameters: ReadonlyMap<string, tree.Expression>;
}

/** The scope of a parser, of a checksum, or of a control at the top of a pipeline. */
export function topScope(shared: Shared, path: string, control?: Control): Scope {
  const nothing = new Map<string, never>();
  const names = { variables: nothing, controlVariables: nothing, parameters: nothing };
  return { path, shared, ...names, ...(control === undefined ? {} : { control }) };
}

/** The scope of a control's own body, with its variables. */
export function withControl(scope: Scope, path: string, control: Control): Scope {
  const inner = withVariables(topScope(scope.shared, path, control), path, control.variables);
  return { ...inner, controlVariables: inner.variables };
}

/** The scope with variables of its own, kept under `path`. */
export function withVariables(scope: Scope, path: string, variables: readonly Variable[]): Scope {
  if (variables.length === 0) return scope;
  const names = new Map(scope.variables);
  for (const variable of variables) {
    const name = `${path}.${variable.name}`;
    scope.shared.layout.declare(name, variable.type);
    names.set(variable.name, name);
  }
  return { ...scope, variables: names };
}

/** The scope of a declared action, whose parameters are given by table entries. */
export function withActionData(scope: Scope, parameters: readonly Parameter[]): Scope {
  const values = parameters.map(({ name }, index): [string, tree.Expression] => [
    name,
    { type: "local", value: index },
  ]);
  return { ...scope, parameters: new Map(values) };
}

/** The scope of an action that is called with arguments. It sees nothing of its caller's. */
export function withArguments(
  scope: Scope,
  parameters: readonly Parameter[],
  args: readonly tree.Expression[],
): Scope {
  const values = parameters.flatMap(({ name }, index): [string, tree.Expression][] => {
    const value = args[index];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...scope, variables: scope.controlVariables, parameters: new Map(values) };
}
