import type { SourcePosition } from "../base/index.js";
import {
  type ActionProfile,
  type CounterUnit,
  type Expression,
  type HashAlgorithm,
  node,
} from "../ir/index.js";
import { type DeclarationOptions, described } from "./annotation.js";
import type { FieldSpecs } from "./fields.js";
import type { BitLike } from "./number-like.js";
import type { BitVariable } from "./numbers.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import { indexOf } from "./register.js";
import type { Declarable } from "./scope.js";
import { afterParser, type Step, scopedStep } from "./step.js";
import type { StructSpec } from "./struct.js";
import { expressionOf, type NumberLiteral, type OperandOf } from "./value.js";

export interface Counter extends Declarable<"counters"> {
  /** Counts the packet in the counter at `index`. */
  count(index: BitLike | NumberLiteral): Step;
}

/**
 * An array of counters.
 *
 * @example
 * ```ts
 * const perPort = counter("per_port", 512, "packetsAndBytes", { doc: "Traffic of each port." });
 * perPort.count(packet.ingressPort)
 * ```
 * ```p4
 * @brief("Traffic of each port.")
 * counter(512, CounterType.packets_and_bytes) per_port;
 * per_port.count((bit<32>)standard_metadata.ingress_port);
 * ```
 */
export function counter(
  name: string,
  size: number,
  unit: CounterUnit,
  options: DeclarationOptions = {},
): Counter {
  const source = here();
  checkSize(name, size, source);
  const made: Counter = {
    family: "counters",
    name,
    source,
    declare: () => node("counter", { name, size, unit, source, ...described(options) }),
    count: (index) => count(made, indexOf(index, size, here()), here()),
  };
  return Object.freeze(made);
}

function count(target: Counter, index: Expression, source: SourcePosition): Step {
  return scopedStep(source, (scope) => {
    scope.require(afterParser, "a counter", source);
    return node("count", { counter: scope.use(target), index, source });
  });
}

/**
 * A counter for each entry of the table that names it; every match counts.
 *
 * @example
 * ```ts
 * const hits = directCounter("hits", "packets");
 * table("routes", { key: { dst: lpm(hdr.ipv4.dst) }, actions: [sendOn], counter: hits })
 * ```
 * ```p4
 * direct_counter(CounterType.packets) hits;
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
 *         @defaultonly NoAction;
 *     }
 *     default_action = NoAction();
 *     counters = hits;
 * }
 * routes.apply();
 * ```
 */
export function directCounter(
  name: string,
  unit: CounterUnit,
  options: DeclarationOptions = {},
): Declarable<"counters"> {
  const source = here();
  const declare = () => node("counter", { name, unit, source, ...described(options) });
  return Object.freeze({ family: "counters", name, source, declare });
}

/** Bits of a meter's colour: 0 green, 1 yellow, 2 red. */
export type Color = BitVariable<2>;

export interface Meter extends Declarable<"meters"> {
  /** Meters the packet with the meter at `index`. */
  execute(index: BitLike | NumberLiteral, into: Color): Step;
}

/**
 * An array of two-rate three-colour meters (RFC 2698).
 *
 * @example
 * ```ts
 * const rate = meter("rate", 64, "bytes");
 * [rate.execute(hdr.ipv4.dscp, meta.color), when(meta.color.equals(2), drop())]
 * ```
 * ```p4
 * meter(64, MeterType.bytes) rate;
 * rate.execute_meter<bit<2>>((bit<32>)hdr.ipv4.dscp, meta.color);
 * if (meta.color == 2) {
 *     mark_to_drop(standard_metadata);
 * }
 * ```
 */
export function meter(
  name: string,
  size: number,
  unit: "packets" | "bytes",
  options: DeclarationOptions = {},
): Meter {
  const source = here();
  checkSize(name, size, source);
  const made: Meter = {
    family: "meters",
    name,
    source,
    declare: () => node("meter", { name, size, unit, source, ...described(options) }),
    execute: (index, into) => executeMeter(made, indexOf(index, size, here()), into, here()),
  };
  return Object.freeze(made);
}

export interface DirectMeter extends Declarable<"meters"> {
  /** Meters the packet with the meter of the entry that matched. Only in the actions of its table. */
  execute(into: Color): Step;
}

/**
 * A meter for each entry of the table that names it.
 *
 * @example
 * ```ts
 * const rate = directMeter("rate", "packets");
 * const police = action("police", { port: bit(9) }, ({ port }) => [rate.execute(meta.color), sendTo(port)]);
 * table("users", { key: { src: exact(hdr.ethernet.src) }, actions: [police], meter: rate })
 * ```
 * ```p4
 * direct_meter<bit<2>>(MeterType.packets) rate;
 * action police(bit<9> port) {
 *     rate.read(meta.color);
 *     standard_metadata.egress_spec = port;
 *     standard_metadata.mcast_grp = 0;
 * }
 * table users {
 *     key = {
 *         hdr.ethernet.src: exact @name("src");
 *     }
 *     actions = {
 *         police;
 *         @defaultonly NoAction;
 *     }
 *     default_action = NoAction();
 *     meters = rate;
 * }
 * users.apply();
 * ```
 */
export function directMeter(
  name: string,
  unit: "packets" | "bytes",
  options: DeclarationOptions = {},
): DirectMeter {
  const source = here();
  const made: DirectMeter = {
    family: "meters",
    name,
    source,
    declare: () => node("meter", { name, unit, source, ...described(options) }),
    execute: (into) => executeMeter(made, undefined, into, here()),
  };
  return Object.freeze(made);
}

function executeMeter(
  target: Declarable<"meters">,
  index: Expression | undefined,
  into: Color,
  source: SourcePosition,
): Step {
  return scopedStep(source, (scope) => {
    scope.require(afterParser, "a meter", source);
    return node("executeMeter", { meter: scope.use(target), into: into.ir, source, ...(index && { index }) });
  });
}

/**
 * Actions that entries of one or more tables share: an entry names a member, and the member has the action.
 *
 * @example
 * ```ts
 * table("routes", { key: { dst: exact(hdr.ipv4.dst) }, actions: [sendOn], implementation: actionProfile("members", 32) })
 * ```
 * ```p4
 * action_profile(32) members;
 * action send_on(bit<9> port) {
 *     standard_metadata.egress_spec = port;
 *     standard_metadata.mcast_grp = 0;
 * }
 * table routes {
 *     key = {
 *         hdr.ipv4.dst: exact @name("dst");
 *     }
 *     actions = {
 *         send_on;
 *         @defaultonly NoAction;
 *     }
 *     implementation = members;
 * }
 * routes.apply();
 * ```
 */
export function actionProfile(
  name: string,
  size: number,
  options: DeclarationOptions = {},
): Declarable<"actionProfiles"> {
  return profile(name, size, options, undefined, here());
}

/**
 * An action profile whose members form groups; a hash of the selector keys picks a member of the group.
 *
 * @example
 * ```ts
 * const groups = actionSelector("groups", 64, { algorithm: "crc32", outputWidth: 16 });
 * const key = { dst: lpm(hdr.ipv4.dst), src: selector(hdr.ipv4.src), port: selector(hdr.udp.src) };
 * table("paths", { key, actions: [sendOn], implementation: groups })
 * ```
 * ```p4
 * action_selector(HashAlgorithm.crc32, 64, 16) groups;
 * action send_on(bit<9> port) {
 *     standard_metadata.egress_spec = port;
 *     standard_metadata.mcast_grp = 0;
 * }
 * table paths {
 *     key = {
 *         hdr.ipv4.dst: lpm @name("dst");
 *         hdr.ipv4.src: selector @name("src");
 *         hdr.udp.src: selector @name("port");
 *     }
 *     actions = {
 *         send_on;
 *         @defaultonly NoAction;
 *     }
 *     implementation = groups;
 * }
 * paths.apply();
 * ```
 */
export function actionSelector(
  name: string,
  size: number,
  options: DeclarationOptions & { readonly algorithm?: HashAlgorithm; readonly outputWidth?: number } = {},
): Declarable<"actionProfiles"> {
  const { algorithm = "crc16", outputWidth = 16 } = options;
  return profile(name, size, options, { algorithm, outputWidth }, here());
}

function profile(
  name: string,
  size: number,
  options: DeclarationOptions,
  selector: ActionProfile["selector"],
  source: SourcePosition,
): Declarable<"actionProfiles"> {
  checkSize(name, size, source);
  const declare = () =>
    node("actionProfile", { name, size, source, ...described(options), ...(selector && { selector }) });
  return Object.freeze({ family: "actionProfiles", name, source, declare });
}

export interface Digest<Fields extends FieldSpecs> extends Declarable<"digests"> {
  readonly fields: Fields;
  /** Sends the controller a message with these values. */
  send(values: { readonly [F in keyof Fields]: OperandOf<Fields[F]> }): Step;
}

/**
 * Messages for the controller, each a value of a struct.
 *
 * @example
 * ```ts
 * const learn = digest(struct("learn_t", { source: bit(48), port: bit(9) }));
 * learn.send({ source: hdr.ethernet.src, port: packet.ingressPort })
 * ```
 * ```p4
 * struct learn_t {
 *     bit<48> source;
 *     bit<9>  port;
 * }
 * digest<learn_t>(1, {hdr.ethernet.src, standard_metadata.ingress_port});
 * ```
 */
export function digest<Fields extends FieldSpecs>(
  type: StructSpec<Fields>,
  options: DeclarationOptions = {},
): Digest<Fields> {
  const source = here();
  const { name } = type.ir;
  const made: Digest<Fields> = {
    family: "digests",
    name,
    source,
    fields: type.fields,
    declare: () => node("digest", { name, type: type.ir, source, ...described(options) }),
    send: (values) => sendDigest(made, type, values, here()),
  };
  return Object.freeze(made);
}

function sendDigest<Fields extends FieldSpecs>(
  target: Declarable<"digests">,
  type: StructSpec<Fields>,
  given: Readonly<Record<string, unknown>>,
  source: SourcePosition,
): Step {
  const values = type.ir.fields.map((field) => expressionOf(field.type, given[field.name], source));
  return scopedStep(source, (scope) => {
    scope.require(afterParser, "a digest", source);
    return node("sendDigest", { digest: scope.use(target), values, source });
  });
}

function checkSize(name: string, size: number, source: SourcePosition): void {
  if (Number.isInteger(size) && size > 0) return;
  refuse("DSL-ARGUMENT", source, `${name} cannot have the size ${size}`, "Give a whole number above 0.");
}
