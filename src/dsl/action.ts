import type { SourcePosition } from "../base/index.js";
import {
  type Action as ActionNode,
  type Expression,
  noAction as noActionName,
  node,
  type Parameter,
} from "../ir/index.js";
import { type DeclarationOptions, described } from "./annotation.js";
import { checkFieldName } from "./names.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import type { Declarable, Scope } from "./scope.js";
import { afterParser, type Body, buildBody, type Step } from "./step.js";
import { expressionOf, type OperandOf, type ReadOf, type ScalarSpec } from "./value.js";

/** The parameters of an action with their types, in order. */
export type ParameterSpecs = Readonly<Record<string, ScalarSpec>>;

/** What an action's body sees of its parameters. */
export type ParametersOf<P extends ParameterSpecs> = { readonly [N in keyof P]: ReadOf<P[N]> };

/** What a call gives for the parameters. */
export type ArgumentsOf<P extends ParameterSpecs> = { readonly [N in keyof P]: OperandOf<P[N]> };

/** An action called with arguments: a statement, a table's default action, or what a const entry does. */
export interface ActionCall<Name extends string = string> extends Step {
  readonly action: AnyAction<Name>;
  readonly args: readonly Expression[];
}

/** An action, whatever its parameters. */
export interface AnyAction<Name extends string = string> extends Declarable<"actions"> {
  readonly name: Name;
  readonly parameters: ParameterSpecs;
}

/** An action; calling it gives an `ActionCall`. */
export interface Action<Name extends string, P extends ParameterSpecs> extends AnyAction<Name> {
  (...args: keyof P extends never ? [] : [args: ArgumentsOf<P>]): ActionCall<Name>;
  readonly parameters: P;
}

/**
 * An action: what a table does when an entry matches. Its parameters are what the entry says.
 *
 * @example
 * ```ts
 * const forward = action("forward", { port: bit(9), priority: bit(3) }, ({ port, priority }) => [
 *   setPriority(priority),
 *   sendTo(port),
 * ]);
 * forward({ port: 3, priority: 1 })
 * ```
 * ```p4
 * action forward(bit<9> port, bit<3> priority) {
 *     standard_metadata.priority = priority;
 *     standard_metadata.egress_spec = port;
 *     standard_metadata.mcast_grp = 0;
 * }
 * forward(3, 1);
 * ```
 */
export function action<const Name extends string, const P extends ParameterSpecs>(
  name: Name,
  parameters: P,
  body: (parameters: ParametersOf<P>) => Body,
  options: DeclarationOptions = {},
): Action<Name, P> {
  const source = here();
  const nodes = parametersOf(parameters, source);
  const values = Object.fromEntries(
    nodes.map((parameter) => [parameter.name, parameterValue(parameters, parameter)]),
  );
  const steps = body(values as ParametersOf<P>);
  const declare = (scope: Scope): ActionNode =>
    node("action", {
      name,
      parameters: nodes,
      variables: [],
      body: buildBody(steps, scope.insideAction()),
      source,
      ...described(options),
    });
  return callable({ family: "actions", name, source, parameters, declare });
}

function parametersOf(parameters: ParameterSpecs, source: SourcePosition): readonly Parameter[] {
  return Object.entries(parameters).map(([name, spec]) => {
    checkFieldName(name, source);
    const { ir: type } = spec;
    if (!isScalar(type)) refuse("DSL-TYPE", source, `the parameter "${name}" is no scalar`, "Use bit(W).");
    return node("parameterDeclaration", { name, type, source, ...described(spec) });
  });
}

function isScalar(type: ScalarSpec["ir"]): type is Parameter["type"] {
  return ["bitType", "intType", "boolType", "enumType", "newType"].includes(type.kind);
}

function parameterValue(parameters: ParameterSpecs, { name, type, source }: Parameter): unknown {
  return parameters[name]?.read(node("parameter", { name, type, source }));
}

function callable<Name extends string, P extends ParameterSpecs>(
  fields: Omit<AnyAction<Name>, "parameters"> & { readonly parameters: P },
): Action<Name, P> {
  const call = (...[args]: keyof P extends never ? [] : [args: ArgumentsOf<P>]): ActionCall<Name> =>
    callOf(made, args ?? {}, here());
  Object.defineProperty(call, "name", { writable: true });
  const made: Action<Name, P> = Object.freeze(Object.assign(call, fields));
  return made;
}

function callOf<Name extends string>(
  target: AnyAction<Name>,
  args: Readonly<Record<string, unknown>>,
  source: SourcePosition,
): ActionCall<Name> {
  const expressions = Object.entries(target.parameters).map(([name, spec]) => {
    if (args[name] === undefined) {
      refuse(
        "DSL-ARGUMENT",
        source,
        `${target.name} needs the argument "${name}"`,
        "Give one for each parameter.",
      );
    }
    return expressionOf(spec.ir, args[name], source);
  });
  return {
    step: true,
    action: target,
    args: expressions,
    source,
    build: (scope) => {
      scope.require(afterParser, "the call of an action", source);
      return node("callAction", { action: useAction(scope, target), args: expressions, source });
    },
  };
}

/** Declares the action, unless it is the one that is always there. */
export function useAction(scope: Scope, target: AnyAction): string {
  return target.name === noActionName ? target.name : scope.use(target);
}

/** The action that does nothing. */
export const noAction: Action<"NoAction", Record<never, never>> = callable({
  family: "actions",
  name: noActionName,
  source: here(),
  parameters: {},
  declare: () => refuse("DSL-NAME", here(), "NoAction is declared by P4 itself", "Use noAction."),
});
