import type { SourcePosition } from "../base/index.js";
import {
  type BitType,
  type Expression,
  type KeySet,
  node,
  type Parser as ParserNode,
  type ParserState,
  type StructType,
  sameType,
  type Transition as TransitionNode,
  typeName,
} from "../ir/index.js";
import { type DeclarationOptions, described } from "./annotation.js";
import { type Any, type ConstantFor, keySetOf, type MatchLiteral } from "./match.js";
import type { BitLike } from "./number-like.js";
import type { BitSpec } from "./numbers.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import { type Declarable, Scope } from "./scope.js";
import { type Body, buildBody } from "./step.js";
import type { StructBase, StructSpec } from "./struct.js";
import { type ReadOf, Value } from "./value.js";
import { variablesIn } from "./variables.js";

/** The states that every parser has. */
export type FinalState = "accept" | "reject";

/** Where a state goes next. */
export interface Transition<Next extends string = string> {
  /** Never there: keeps the names of the next states for the check that they exist. */
  readonly next?: Next;
  build(scope: Scope): TransitionNode;
}

/** A state of a parser: what it takes from the packet, and where it goes next. */
export interface State<Next extends string = string> {
  readonly source: SourcePosition;
  readonly body: Body;
  readonly transition: Transition<Next>;
  readonly options: DeclarationOptions;
}

/**
 * A state of a parser.
 *
 * @example
 * ```ts
 * state([extract(hdr.ethernet)], select(hdr.ethernet.etherType, [[0x0800, "accept"]], "reject"))
 * ```
 * ```p4
 *     transition select(hdr.ethernet.etherType) {
 *         0x800: accept;
 *         default: parse_rejected;
 *     }
 * }
 * state parse_rejected {
 *     verify(false, error.NoMatch);
 * ```
 */
export function state<const Next extends string>(
  body: Body,
  next: Next | Transition<Next>,
  options: DeclarationOptions = {},
): State<Next> {
  const source = here();
  const transition: Transition<Next> =
    typeof next === "string" ? { build: () => ({ kind: "direct", next, source }) } : next;
  return Object.freeze({ source, body, transition, options });
}

/** What one value of a select can be compared with. */
export type SelectMatch<V> = MatchLiteral<"ternary" | "range", ConstantFor<V>> | Any | SetFor<V>;

type SetFor<V> = V extends BitLike<infer W> ? ValueSet<BitLike<W>> : never;

/** What the values of a select are compared with: a match for each, or a set of structs for all. */
export type SelectMatches<On> = On extends Value
  ? SelectMatch<On>
  : { readonly [Position in keyof On]: SelectMatch<On[Position]> } | ValueSet<StructBase>;

/** A line of a select: what the value is compared with, and the next state. */
export type SelectCase<On, Next extends string> = readonly [match: SelectMatches<Settled<On>>, next: Next];

/** The type itself, which is inferred elsewhere: the values say what the matches are, not the other way round. */
type Settled<T> = [T][T extends unknown ? 0 : never];

/** Values that the control plane fills in: numbers, or structs of numbers. */
export interface ValueSet<V = unknown> extends Declarable<"valueSets"> {
  readonly valueSet: true;
  readonly type: BitType | StructType;
  /** Never there: what the values are. */
  readonly member?: V;
}

/**
 * Goes to the state of the first line that matches. Without `otherwise`, a packet that matches no line is
 * rejected. Several values are selected on with an array, and then every line gives an array.
 *
 * @example
 * ```ts
 * parser({
 *   start: state(
 *     [extract(hdr.ethernet), extract(hdr.ipv4)],
 *     select(
 *       [hdr.ipv4.protocol, hdr.ipv4.ttl],
 *       [
 *         [[17, { low: 2, high: 255 }], "udp"],
 *         [[{ value: 0x80, mask: 0xf0 }, any], "reject"],
 *       ],
 *       "accept",
 *     ),
 *   ),
 *   udp: state([extract(hdr.udp)], "accept"),
 * })
 * ```
 * ```p4
 *     packet.extract(hdr.ipv4);
 *     transition select(hdr.ipv4.protocol, hdr.ipv4.ttl) {
 *         (17, 2 .. 255): parse_udp;
 *         (128 &&& 240, _): parse_rejected;
 *         default: accept;
 *     }
 * }
 * state parse_udp {
 *     packet.extract(hdr.udp);
 * state parse_rejected {
 *     verify(false, error.NoMatch);
 *     transition accept;
 * }
 * ```
 */
export function select<
  const On extends Value | readonly Value[],
  const Next extends string,
  const Last extends string = never,
>(on: On, cases: readonly SelectCase<On, Next>[], otherwise?: Last): Transition<NoInfer<Next | Last>> {
  const source = here();
  const several: readonly Value[] = on instanceof Value ? [on] : on;
  const values = several.map((value) => value.ir);
  const build = (scope: Scope): TransitionNode => {
    const lines = cases.map(([match, next]) => {
      const keys = keysOf(values, on instanceof Value ? [match] : match, scope, source);
      return { keys, next, source };
    });
    const any = values.map((): KeySet => ({ kind: "any" }));
    const last = otherwise === undefined ? [] : [{ keys: any, next: otherwise, source }];
    return { kind: "select", on: values, cases: [...lines, ...last], source };
  };
  return Object.freeze({ build });
}

function keysOf(
  values: readonly Expression[],
  matches: unknown,
  scope: Scope,
  source: SourcePosition,
): readonly KeySet[] {
  if (isValueSet(matches)) return [inStructs(values, matches, scope, source)];
  if (!Array.isArray(matches) || matches.length !== values.length) {
    refuse(
      "DSL-ARGUMENT",
      source,
      `a line of the select needs ${values.length} matches`,
      "Give one for each value.",
    );
  }
  return values.map((value, position) => {
    const match: unknown = matches[position];
    if (isValueSet(match)) return inValueSet(value, match, scope, source);
    return keySetOf(value.type, match, source);
  });
}

function inValueSet(value: Expression, set: ValueSet, scope: Scope, source: SourcePosition): KeySet {
  if (!sameType(value.type, set.type)) {
    const message = `${set.name} holds ${typeName(set.type)}, and ${typeName(value.type)} is selected on`;
    refuse("DSL-TYPE", source, message, "Give the set the type of the value.");
  }
  return { kind: "inValueSet", valueSet: scope.use(set) };
}

/** Several values at once, against the fields of a struct. */
function inStructs(
  values: readonly Expression[],
  set: ValueSet,
  scope: Scope,
  source: SourcePosition,
): KeySet {
  const fields = set.type.kind === "structType" ? set.type.fields : [];
  const fits =
    fields.length === values.length &&
    fields.every(({ type }, position) => {
      const value = values[position];
      return value !== undefined && sameType(type, value.type);
    });
  if (!fits) {
    const selected = values.map(({ type }) => typeName(type)).join(", ");
    const message = `${set.name} holds ${typeName(set.type)}, and ${selected} are selected on`;
    refuse("DSL-TYPE", source, message, "Give the set a struct with one field for each value.");
  }
  return { kind: "inValueSet", valueSet: scope.use(set) };
}

function isValueSet(match: unknown): match is ValueSet {
  return typeof match === "object" && match !== null && "valueSet" in match;
}

type BitFields = Readonly<Record<string, BitSpec<number>>>;

/**
 * Values that the control plane fills in, for a select on one value, or with a struct on several.
 *
 * @throws CodedError `DSL-ARGUMENT` for a set without room.
 * @example
 * ```ts
 * const trusted = valueSet("trusted", bit(16), 8);
 * state([extract(hdr.ethernet)], select(hdr.ethernet.etherType, [[trusted, "accept"]], "reject"))
 * ```
 * ```p4
 * value_set<bit<16>>(8) trusted;
 *     transition select(hdr.ethernet.etherType) {
 *         trusted: accept;
 *         default: parse_rejected;
 *     }
 * }
 * state parse_rejected {
 *     verify(false, error.NoMatch);
 * ```
 * @example
 * ```ts
 * const pairs = valueSet("pairs", struct("pair_t", { port: bit(9), kind: bit(16) }), 8);
 * state([extract(hdr.ethernet)], select([packet.ingressPort, hdr.ethernet.etherType], [[pairs, "accept"]], "reject"))
 * ```
 * ```p4
 * struct pair_t {
 *     bit<9>  port;
 *     bit<16> kind;
 * }
 * value_set<pair_t>(8) pairs;
 *     transition select(standard_metadata.ingress_port, hdr.ethernet.etherType) {
 *         pairs: accept;
 *         default: parse_rejected;
 *     }
 * }
 * state parse_rejected {
 *     verify(false, error.NoMatch);
 * ```
 */
export function valueSet<Spec extends BitSpec<number> | StructSpec<BitFields>>(
  name: string,
  type: Spec,
  size: number,
  options: DeclarationOptions = {},
): ValueSet<ReadOf<Spec>> {
  const source = here();
  const { ir } = type;
  if (!Number.isInteger(size) || size < 1) {
    refuse("DSL-ARGUMENT", source, `${name} cannot have the size ${size}`, "Give a whole number above 0.");
  }
  const declare = () => node("valueSet", { name, type: ir, size, source, ...described(options) });
  return Object.freeze({ family: "valueSets", name, source, valueSet: true, type: ir, declare });
}

/** A parser: states by name. It begins with `start`. */
export interface Parser {
  build(): ParserNode;
}

type States<Names> = Readonly<Record<string, State<(Names & string) | FinalState>>> & {
  readonly start: State<(Names & string) | FinalState>;
};

/**
 * A parser. Every state that another one names must be there; modules contribute states by spreading them.
 *
 * @example
 * ```ts
 * parser({
 *   start: state([extract(hdr.ethernet)], select(hdr.ethernet.etherType, [[0x0800, "ipv4"]], "accept")),
 *   ipv4: state([extract(hdr.ipv4), when(hdr.ipv4.ttl.equals(0), meta.seen.set(true))], "accept"),
 * })
 * ```
 * ```p4
 *     transition select(hdr.ethernet.etherType) {
 *         0x800: parse_ipv4;
 *         default: accept;
 *     }
 * }
 * state parse_ipv4 {
 *     packet.extract(hdr.ipv4);
 *     if (hdr.ipv4.ttl == 0) {
 *         meta.seen = true;
 *     }
 * ```
 */
export function parser<const S extends States<keyof S>>(states: S, options: DeclarationOptions = {}): Parser {
  const source = here();
  return Object.freeze({ build: () => buildParser(states, options, source) });
}

function buildParser(
  states: Readonly<Record<string, State>>,
  options: DeclarationOptions,
  source: SourcePosition,
): ParserNode {
  const scope = new Scope("parser");
  const names = ["start", ...Object.keys(states).filter((name) => name !== "start")];
  const built = names.map((name) => buildState(name, states[name], scope, source));
  for (const each of built) checkNext(each, names);
  return node("parser", {
    name: "packet_parser",
    states: built,
    valueSets: scope.declared("valueSets"),
    variables: variablesIn(built),
    source,
    ...described(options),
  });
}

function buildState(
  name: string,
  given: State | undefined,
  scope: Scope,
  source: SourcePosition,
): ParserState {
  if (given === undefined) refuse("DSL-STATE", source, `the parser has no state "${name}"`, "Add it.");
  return node("parserState", {
    name,
    statements: buildBody(given.body, scope),
    transition: given.transition.build(scope),
    source: given.source,
    ...described(given.options),
  });
}

function checkNext({ name, transition, source }: ParserState, names: readonly string[]): void {
  const next = transition.kind === "direct" ? [transition.next] : transition.cases.map((line) => line.next);
  const missing = next.find(
    (target) => !names.includes(target) && target !== "accept" && target !== "reject",
  );
  if (missing === undefined) return;
  refuse(
    "DSL-STATE",
    source,
    `the state "${name}" goes to "${missing}", which is not there`,
    "Add it, or name another.",
  );
}
