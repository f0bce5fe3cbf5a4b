import type { SourcePosition } from "../base/index.js";
import { type Action, type Control as ControlNode, node, type Variable } from "../ir/index.js";
import { type DeclarationOptions, described } from "./annotation.js";
import { here } from "./position.js";
import { type Declarable, Scope } from "./scope.js";
import { type Body, buildBody, type Step, scopedStep } from "./step.js";
import { variablesIn } from "./variables.js";

/** A part of a program with names of its own: tables inside are called `ingress.<control>.<table>`. */
export interface Control extends Declarable<"controls"> {
  /** Runs the control here. */
  apply(): Step;
}

/**
 * A control of its own. What it applies and calls is declared in it. A module that needs no names of its own is
 * just a function that returns statements.
 *
 * @example
 * ```ts
 * const perPort = counter("per_port", 512, "packets");
 * control("stats", [perPort.count(packet.ingressPort)])
 * ```
 * ```p4
 * control ingress_stats(inout headers_t hdr, inout metadata_t meta,
 *         inout standard_metadata_t standard_metadata) {
 *     counter(512, CounterType.packets) per_port;
 *     apply {
 *         per_port.count((bit<32>)standard_metadata.ingress_port);
 *     }
 * }
 * ingress_stats() stats;
 * stats.apply(hdr, meta, standard_metadata);
 * ```
 */
export function control(name: string, body: Body, options: DeclarationOptions = {}): Control {
  const source = here();
  const made: Control = {
    family: "controls",
    name,
    source,
    declare: () => buildControl(name, body, options, source),
    apply: () => applyControl(made, here()),
  };
  return Object.freeze(made);
}

function applyControl(target: Control, source: SourcePosition): Step {
  return scopedStep(source, (scope) => {
    scope.require(["control"], "the application of a control", source);
    return node("applyControl", { control: scope.use(target), source });
  });
}

/** The control with everything that its statements use declared in it. */
export function buildControl(
  name: string,
  body: Body,
  options: DeclarationOptions,
  source: SourcePosition,
): ControlNode {
  const scope = new Scope("control");
  const statements = buildBody(body, scope);
  const declared = {
    registers: scope.declared("registers"),
    registerActions: scope.declared("registerActions"),
    counters: scope.declared("counters"),
    meters: scope.declared("meters"),
    actionProfiles: scope.declared("actionProfiles"),
    digests: scope.declared("digests"),
    controls: scope.declared("controls"),
    tables: scope.declared("tables"),
  };
  const { registerActions, tables } = declared;
  const shared = variablesIn([statements, registerActions, tables]);
  const placed = placeVariables(scope.declared("actions"), shared);
  const locals = [...placed.variables, ...placed.actions.flatMap((action) => action.variables)];
  for (const variable of locals) scope.requireFree(variable.name, variable.source);
  return node("control", { name, ...declared, ...placed, body: statements, source, ...described(options) });
}

/** A variable that one action alone uses belongs to that action; all others belong to the control. */
function placeVariables(
  actions: readonly Action[],
  shared: readonly Variable[],
): { readonly actions: readonly Action[]; readonly variables: readonly Variable[] } {
  const used = actions.map((action) => variablesIn(action.body));
  const isLocal = (variable: Variable) =>
    !shared.includes(variable) && used.filter((variables) => variables.includes(variable)).length === 1;
  const outer = new Set([...shared, ...used.flat().filter((variable) => !isLocal(variable))]);
  const placed = actions.map((action, position) => {
    const variables = used[position]?.filter((variable) => !outer.has(variable)) ?? [];
    return variables.length === 0 ? action : node("action", { ...action, variables });
  });
  return { actions: placed, variables: [...outer] };
}
