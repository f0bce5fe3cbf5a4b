import type { ActionCall, AnyAction } from "./action.js";

/** An action that a table may run only in one of two roles. */
export interface ScopedAction<A extends AnyAction = AnyAction> {
  readonly scoped: A;
  readonly scope: "tableOnly" | "defaultOnly";
}

/**
 * The action can be an entry's, never the default: `@tableonly`.
 *
 * @example
 * ```ts
 * table("routes", { key: { dst: exact(hdr.ipv4.dst) }, actions: [tableOnly(sendOn), discard], default: discard() })
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
 *         hdr.ipv4.dst: exact @name("dst");
 *     }
 *     actions = {
 *         @tableonly send_on;
 *         discard;
 *     }
 *     default_action = discard();
 * }
 * routes.apply();
 * ```
 */
export function tableOnly<A extends AnyAction>(action: A): ScopedAction<A> {
  return { scoped: action, scope: "tableOnly" };
}

/**
 * The action can be the default, never an entry's: `@defaultonly`.
 *
 * @example
 * ```ts
 * table("routes", { key: { dst: exact(hdr.ipv4.dst) }, actions: [sendOn, defaultOnly(discard)], default: discard() })
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
 *         hdr.ipv4.dst: exact @name("dst");
 *     }
 *     actions = {
 *         send_on;
 *         @defaultonly discard;
 *     }
 *     default_action = discard();
 * }
 * routes.apply();
 * ```
 */
export function defaultOnly<A extends AnyAction>(action: A): ScopedAction<A> {
  return { scoped: action, scope: "defaultOnly" };
}

export type TableAction = AnyAction | ScopedAction;

/** The actions of a table, without their roles. */
export type ActionIn<A extends readonly TableAction[]> = A[number] extends infer One
  ? One extends ScopedAction<infer Inner>
    ? Inner
    : One
  : never;

/** A call of one of a table's actions. */
export type CallIn<A extends readonly TableAction[]> =
  ActionIn<A> extends infer One ? (One extends AnyAction<infer Name> ? ActionCall<Name> : never) : never;
