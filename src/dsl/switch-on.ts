import type { SourcePosition } from "../base/index.js";
import { type Expression, node, type SwitchCase } from "../ir/index.js";
import { isConstant } from "./match.js";
import type { EnumValue } from "./named-types.js";
import type { BitLike } from "./number-like.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import type { Scope } from "./scope.js";
import { type Body, buildBody, type Step, scopedStep } from "./step.js";
import { constantValue, expressionOf, type NumberLiteral, type Value } from "./value.js";

/** What a case of a `switchOn` can be compared with. */
export type CaseValue<V> =
  V extends BitLike<infer W>
    ? BitLike<W> | NumberLiteral
    : V extends EnumValue<infer Name>
      ? EnumValue<Name>
      : never;

/** One value or several, and what is done for them. */
export type SwitchLine<V> = readonly [match: CaseValue<V> | readonly CaseValue<V>[], body: Body];

/**
 * `switch (value) { … }`: the case that has the value, or `otherwise`. Only in controls; the values are constants.
 *
 * @throws CodedError `DSL-ARGUMENT` when two cases have one value, or a value is not known before a packet comes.
 * @example
 * ```ts
 * switchOn(hdr.ipv4.protocol, [
 *   [6, sendTo(1)],
 *   [[17, 132], sendTo(2)],
 * ], drop())
 * ```
 * ```p4
 * switch (hdr.ipv4.protocol) {
 *     6: {
 *         standard_metadata.egress_spec = 1;
 *         standard_metadata.mcast_grp = 0;
 *     }
 *     17:
 *     132: {
 *         standard_metadata.egress_spec = 2;
 *         standard_metadata.mcast_grp = 0;
 *     }
 *     default: {
 *         mark_to_drop(standard_metadata);
 *     }
 * }
 * ```
 */
export function switchOn<V extends Value & (BitLike | EnumValue<string>)>(
  value: V,
  cases: readonly SwitchLine<V>[],
  otherwise: Body = [],
): Step {
  const source = here();
  if (cases.length === 0) refuse("DSL-ARGUMENT", source, "a switch without a case", "Give at least one.");
  const matches = cases.map(([match]) => valuesOf(value, match, source));
  checkDifferent(matches.flat(), source);
  return scopedStep(source, (scope) => {
    scope.require(["control"], "a switch", source);
    return node("switch", {
      on: value.ir,
      cases: cases.map(([, body], position) => caseOf(matches[position] ?? [], body, scope, source)),
      otherwise: buildBody(otherwise, scope),
      source,
    });
  });
}

function valuesOf(value: Value, match: unknown, source: SourcePosition): readonly Expression[] {
  const all: readonly unknown[] = Array.isArray(match) ? match : [match];
  return all.map((one) => {
    const expression = expressionOf(value.ir.type, one, source);
    if (isConstant(expression)) return expression;
    const help = "Give literals, named constants or members of an enum.";
    return refuse("DSL-ARGUMENT", source, "a case of the switch is no constant", help);
  });
}

function checkDifferent(values: readonly Expression[], source: SourcePosition): void {
  const seen = new Set<bigint>();
  for (const value of values.map((each) => constantValue(each, source))) {
    if (seen.has(value)) {
      refuse("DSL-ARGUMENT", source, `two cases of the switch have the value ${value}`, "Join them.");
    }
    seen.add(value);
  }
}

function caseOf(values: readonly Expression[], body: Body, scope: Scope, source: SourcePosition): SwitchCase {
  return { values, body: buildBody(body, scope), source };
}
