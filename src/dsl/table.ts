import type { SourcePosition } from "../base/index.js";
import {
  type ActionCall as ActionCallNode,
  type ActionReference,
  type ApplyOutcome,
  type Entry,
  type Key,
  type MatchKind,
  noAction as noActionName,
  node,
  type Table as TableNode,
} from "../ir/index.js";
import { type ActionCall, type AnyAction, noAction, useAction } from "./action.js";
import { type DeclarationOptions, described } from "./annotation.js";
import { checkTable } from "./check-table.js";
import { type ConstantFor, isConstant, type KeyField, keySetOf, type MatchLiteral } from "./match.js";
import { checkKeyName } from "./names.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import type { Declarable, Scope } from "./scope.js";
import { type Body, buildBody, type Step, scopedStep } from "./step.js";
import type { ActionIn, CallIn, TableAction } from "./table-actions.js";
import type { Value } from "./value.js";

/** The fields of a table's key by the name that P4Runtime knows them by. */
export type TableKeys = Readonly<Record<string, KeyField>>;

/** The key fields that every entry must give. */
type Required<K extends TableKeys> = {
  [F in keyof K]: K[F]["match"] extends "exact" ? F : never;
}[keyof K];

/** The key fields that an entry may leave out: it then does not care. */
type Left<K extends TableKeys> = {
  [F in keyof K]: K[F]["match"] extends "exact" | "selector" ? never : F;
}[keyof K];

type FieldMatch<F extends KeyField, L> =
  F extends KeyField<infer M extends MatchKind, Value> ? MatchLiteral<M, L> : never;

/** The key of a const entry. */
export type ConstKey<K extends TableKeys> = {
  readonly [F in Required<K>]: FieldMatch<K[F], ConstantFor<K[F]["value"]>>;
} & { readonly [F in Left<K>]?: FieldMatch<K[F], ConstantFor<K[F]["value"]>> };

export interface ConstEntry<K extends TableKeys, A extends readonly TableAction[]> {
  readonly key: ConstKey<K>;
  readonly action: CallIn<A>;
  /** Greater wins. Without priorities the first that matches wins. */
  readonly priority?: number;
}

export interface TableOptions<K extends TableKeys, A extends readonly TableAction[]>
  extends DeclarationOptions {
  readonly key: K;
  readonly actions: A;
  /** What a miss does, until the control plane says otherwise. Absent: nothing. */
  readonly default?: CallIn<A>;
  /** What a miss does, always. */
  readonly constDefault?: CallIn<A>;
  /** The entries of a table that the control plane cannot change. */
  readonly entries?: readonly ConstEntry<K, A>[];
  /** Entries that there must be room for. */
  readonly size?: number;
  /** Whether the control plane can ask to be told about entries that no packet used. */
  readonly idleTimeout?: boolean;
  readonly counter?: Declarable<"counters">;
  readonly meter?: Declarable<"meters">;
  /** An action profile or selector that holds the actions of the entries. */
  readonly implementation?: Declarable<"actionProfiles">;
}

/** What can follow the application of a table: on hit and miss, or by the action that ran. */
export type Outcome<Name extends string> =
  | { readonly hit?: Body; readonly miss?: Body }
  | { readonly actions: { readonly [N in Name]?: Body }; readonly otherwise?: Body };

/** A match-action table. */
export interface Table<K extends TableKeys, A extends readonly TableAction[]> extends Declarable<"tables"> {
  readonly key: K;
  readonly actions: A;
  /**
   * `table.apply()`, and what follows.
   *
   * @example routes.apply({ miss: [drop()] })                  // if (!routes.apply().hit) { … }
   * @example routes.apply({ actions: { forward: [count()] } }) // switch (routes.apply().action_run) { … }
   */
  apply(outcome?: Outcome<(ActionIn<A> & AnyAction)["name"]>): Step;
}

/**
 * A match-action table.
 *
 * @example
 * ```ts
 * table("classes", {
 *   key: { dscp: exact(hdr.ipv4.dscp), port: ternary(packet.ingressPort) },
 *   actions: [sendOn, discard],
 *   default: discard(),
 *   size: 256,
 *   doc: "Where each class goes.",
 * })
 * ```
 * ```p4
 * action send_on(bit<9> port) {
 *     standard_metadata.egress_spec = port;
 *     standard_metadata.mcast_grp = 0;
 * }
 * action discard() {
 *     mark_to_drop(standard_metadata);
 * }
 * @brief("Where each class goes.")
 * table classes {
 *     key = {
 *         hdr.ipv4.dscp: exact @name("dscp");
 *         standard_metadata.ingress_port: ternary @name("port");
 *     }
 *     actions = {
 *         send_on;
 *         discard;
 *     }
 *     default_action = discard();
 *     size = 256;
 * }
 * classes.apply();
 * ```
 * @example
 * ```ts
 * table("fixed", {
 *   key: { protocol: exact(hdr.ipv4.protocol), dst: ternary(hdr.ipv4.dst) },
 *   actions: [sendOn, discard],
 *   entries: [
 *     { key: { protocol: 17, dst: { value: 0x0a000000, mask: 0xff000000 } }, action: sendOn({ port: 1 }) },
 *     { key: { protocol: 6 }, action: discard() },
 *   ],
 *   constDefault: discard(),
 * })
 * ```
 * ```p4
 * action send_on(bit<9> port) {
 *     standard_metadata.egress_spec = port;
 *     standard_metadata.mcast_grp = 0;
 * }
 * action discard() {
 *     mark_to_drop(standard_metadata);
 * }
 * table fixed {
 *     key = {
 *         hdr.ipv4.protocol: exact @name("protocol");
 *         hdr.ipv4.dst: ternary @name("dst");
 *     }
 *     actions = {
 *         send_on;
 *         discard;
 *     }
 *     const entries = {
 *         (17, 0xa000000 &&& 0xff000000): send_on(1);
 *         (6, _): discard();
 *     }
 *     const default_action = discard();
 * }
 * fixed.apply();
 * ```
 * @example
 * ```ts
 * const routes = table("routes", { key: { dst: lpm(hdr.ipv4.dst) }, actions: [sendOn, noAction] });
 * routes.apply({ miss: drop() })
 * ```
 * ```p4
 * action send_on(bit<9> port) {
 *     standard_metadata.egress_spec = port;
 *     standard_metadata.mcast_grp = 0;
 * }
 * table routes {
 *     key = {
 *         hdr.ipv4.dst: lpm @name("dst");
 *     }
 *     actions = {
 *         send_on;
 *         NoAction;
 *     }
 *     default_action = NoAction();
 * }
 * if (routes.apply().miss) {
 *     mark_to_drop(standard_metadata);
 * }
 * ```
 * @example
 * ```ts
 * const routes = table("routes", { key: { dst: lpm(hdr.ipv4.dst) }, actions: [sendOn, discard] });
 * routes.apply({ actions: { send_on: meta.seen.set(true) }, otherwise: drop() })
 * ```
 * ```p4
 * action send_on(bit<9> port) {
 *     standard_metadata.egress_spec = port;
 *     standard_metadata.mcast_grp = 0;
 * }
 * action discard() {
 *     mark_to_drop(standard_metadata);
 * }
 * table routes {
 *     key = {
 *         hdr.ipv4.dst: lpm @name("dst");
 *     }
 *     actions = {
 *         send_on;
 *         discard;
 *         @defaultonly NoAction;
 *     }
 *     default_action = NoAction();
 * }
 * switch (routes.apply().action_run) {
 *     send_on: {
 *         meta.seen = true;
 *     }
 *     default: {
 *         mark_to_drop(standard_metadata);
 *     }
 * }
 * ```
 */
export function table<const K extends TableKeys, const A extends readonly TableAction[]>(
  name: string,
  options: TableOptions<K, A>,
): Table<K, A> {
  const source = here();
  const made: Table<K, A> = {
    family: "tables",
    name,
    source,
    key: options.key,
    actions: options.actions,
    declare: (scope) => declareTable(name, options, source, scope),
    apply: (outcome) => applyTable(made, outcome, here()),
  };
  return Object.freeze(made);
}

function applyTable(
  target: Declarable<"tables">,
  outcome: Outcome<string> | undefined,
  source: SourcePosition,
): Step {
  return scopedStep(source, (scope) => {
    scope.require(["control"], "the application of a table", source);
    return node("applyTable", {
      table: scope.use(target),
      outcome: outcomeOf(outcome, scope, source),
      source,
    });
  });
}

function outcomeOf(outcome: Outcome<string> | undefined, scope: Scope, source: SourcePosition): ApplyOutcome {
  if (outcome === undefined) return { kind: "any" };
  if (!("actions" in outcome)) {
    return {
      kind: "hit",
      hit: buildBody(outcome.hit ?? [], scope),
      miss: buildBody(outcome.miss ?? [], scope),
    };
  }
  const cases = Object.entries(outcome.actions).map(([name, body]) => ({
    actions: [name],
    body: buildBody(body ?? [], scope),
    source,
  }));
  const { otherwise } = outcome;
  return { kind: "actionRun", cases, ...(otherwise && { otherwise: buildBody(otherwise, scope) }) };
}

type AnyOptions = TableOptions<TableKeys, readonly TableAction[]>;

function declareTable(name: string, options: AnyOptions, source: SourcePosition, scope: Scope): TableNode {
  const { size, counter, meter, implementation, idleTimeout = false } = options;
  if (size !== undefined && !(Number.isInteger(size) && size > 0)) {
    refuse(
      "DSL-ARGUMENT",
      source,
      `table ${name} cannot have the size ${size}`,
      "Give a whole number above 0.",
    );
  }
  const made = node("table", {
    name,
    keys: Object.entries(options.key).map(([keyName, field]) => keyOf(keyName, field)),
    actions: referencesOf(options, scope),
    defaultAction: defaultOf(name, options, source, scope),
    entries: (options.entries ?? []).map((entry) => entryOf(options.key, entry, source, scope)),
    idleTimeout,
    source,
    ...described(options),
    ...(size !== undefined && { size }),
    ...(counter && { counter: scope.use(counter) }),
    ...(meter && { meter: scope.use(meter) }),
    ...(implementation && { implementation: scope.use(implementation) }),
  });
  checkTable(made, implementation?.declare(scope));
  return made;
}

function keyOf(name: string, field: KeyField): Key {
  checkKeyName(name, field.source);
  const { match, source } = field;
  return node("key", { name, expression: field.value.ir, match, source, ...described(field) });
}

/** The table's actions; P4 adds the action that does nothing where no default is given. */
function referencesOf(options: AnyOptions, scope: Scope): readonly ActionReference[] {
  const references = options.actions.map((action): ActionReference => {
    if (!("scoped" in action)) return { action: useAction(scope, action), annotations: [] };
    return { action: useAction(scope, action.scoped), scope: action.scope, annotations: [] };
  });
  const hasDefault = options.default !== undefined || options.constDefault !== undefined;
  if (hasDefault || references.some((reference) => reference.action === noActionName)) return references;
  return [...references, { action: noActionName, scope: "defaultOnly", annotations: [] }];
}

function defaultOf(
  name: string,
  options: AnyOptions,
  source: SourcePosition,
  scope: Scope,
): TableNode["defaultAction"] {
  if (options.default !== undefined && options.constDefault !== undefined) {
    refuse("DSL-TABLE", source, `table ${name} has two default actions`, "Keep default or constDefault.");
  }
  const call = options.constDefault ?? options.default ?? noAction();
  return { call: constantCall(call, scope), isConst: options.constDefault !== undefined };
}

function entryOf(
  keys: TableKeys,
  entry: ConstEntry<TableKeys, readonly TableAction[]>,
  source: SourcePosition,
  scope: Scope,
): Entry {
  const given: Readonly<Record<string, unknown>> = entry.key;
  const sets = Object.entries(keys).map(([name, field]) =>
    keySetOf(field.value.ir.type, given[name], source),
  );
  const { priority } = entry;
  const call = constantCall(entry.action, scope);
  return { keys: sets, call, source: entry.action.source, ...(priority !== undefined && { priority }) };
}

function constantCall(call: ActionCall, scope: Scope): ActionCallNode {
  if (!call.args.every(isConstant)) {
    const help = "Give constants: an entry is not made for one packet.";
    refuse("DSL-TABLE", call.source, `the arguments of ${call.action.name} are not constant`, help);
  }
  return { action: useAction(scope, call.action), args: call.args, source: call.source };
}
