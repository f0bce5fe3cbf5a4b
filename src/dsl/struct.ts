import type { SourcePosition } from "../base/index.js";
import {
  bitType,
  boolType,
  type Expression,
  type HeaderUnionType,
  node,
  type RootName,
  type StackType,
  type StructType,
} from "../ir/index.js";
import { type DeclarationOptions, described, documentation } from "./annotation.js";
import { Bool } from "./bool.js";
import { type FieldSpecs, fieldsOf, type VariablesOf, withFields } from "./fields.js";
import type { HeaderSpecOf, HeaderVariable } from "./header.js";
import { checkName } from "./names.js";
import { Bit } from "./numbers.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import { assignment, plainStep, type Step } from "./step.js";
import { type TypeSpec, Value } from "./value.js";

/** What a struct can do beside its fields. */
export class StructBase extends Value {
  /**
   * `this = other;` copies all fields.
   *
   * @example
   * ```ts
   * const pair = struct("pair_t", { low: bit(32), high: bit(32) });
   * const before = variable("before", pair);
   * const after = variable("after", pair);
   * [before.low.set(1), before.high.set(2), after.copyFrom(before), meta.ticket.set(after.low)]
   * ```
   * ```p4
   * struct pair_t {
   *     bit<32> low;
   *     bit<32> high;
   * }
   * pair_t before;
   * pair_t after;
   * before.low = 1;
   * before.high = 2;
   * after = before;
   * meta.ticket = after.low;
   * ```
   */
  copyFrom(other: StructBase): Step {
    return assignment(this.ir, other, here());
  }
}

/** A struct: its fields by name. */
export type StructVariable<Fields extends FieldSpecs> = StructBase & VariablesOf<Fields>;

export interface StructSpec<Fields extends FieldSpecs>
  extends TypeSpec<StructVariable<Fields>, StructVariable<Fields>, never> {
  readonly ir: StructType;
  readonly fields: Fields;
}

/**
 * A struct type.
 *
 * @example
 * ```ts
 * metadata({ window: struct("window_t", { low: bit(32), high: bit(32) }) })
 * ```
 * ```p4
 * struct window_t {
 *     bit<32> low;
 *     bit<32> high;
 * }
 * window_t window;
 * ```
 */
export function struct<const Fields extends FieldSpecs>(
  name: string,
  fields: Fields,
  options: DeclarationOptions = {},
): StructSpec<Fields> {
  const source = here();
  checkName(name, "type", source);
  const nodes = fieldsOf(fields, source);
  const ir = node("structType", { name, fields: nodes, source, ...described(options) });
  const variable = (expression: Expression) => withFields(new StructBase(expression), nodes, fields);
  return Object.freeze({ ir, fields, read: variable, variable });
}

/** What a header union can do beside its members. */
export class UnionBase extends Value {
  /**
   * `this.isValid()`: whether any member is there.
   *
   * @example
   * ```ts
   * const either = headers({ ethernet, ip: headerUnion("ip_t", { four: ipv4, plain: udp }) });
   * switchProgram("either", {
   *   headers: either,
   *   metadata: metadata({}),
   *   parser: parser({ start: state([extract(either.ethernet), extract(either.ip.four)], "accept") }),
   *   ingress: when(either.ip.isValid(), sendTo(1)),
   *   deparser: [either.ethernet, either.ip],
   * }).name;
   * ```
   */
  isValid(): Bool {
    return new Bool(node("isValid", { header: this.ir, type: boolType, source: here() }));
  }
}

type HeaderSpecs = Readonly<Record<string, HeaderSpecOf<FieldSpecs>>>;

/** A header union: its members by name. */
export type UnionVariable<Members extends HeaderSpecs> = UnionBase & VariablesOf<Members>;

export interface UnionSpec<Members extends HeaderSpecs>
  extends TypeSpec<UnionVariable<Members>, UnionVariable<Members>, never> {
  readonly ir: HeaderUnionType;
}

/**
 * A header union: at most one of its headers is there at any time.
 *
 * @example
 * ```ts
 * headers({ ip: headerUnion("ip_t", { four: ipv4, tagged: vlan }) })
 * ```
 * ```p4
 * header vlan_t {
 *     bit<3>  priority;
 *     bit<1>  dropEligible;
 *     bit<12> id;
 *     bit<16> etherType;
 * header_union ip_t {
 *     ipv4_t four;
 *     vlan_t tagged;
 * }
 * ip_t ip;
 * ```
 */
export function headerUnion<const Members extends HeaderSpecs>(
  name: string,
  members: Members,
  options: Pick<DeclarationOptions, "doc"> = {},
): UnionSpec<Members> {
  const source = here();
  checkName(name, "type", source);
  const fields = fieldsOf(members, source);
  const doc = documentation(options.doc);
  const ir = node("headerUnionType", { name, fields, source, ...(doc && { doc }) });
  const variable = (expression: Expression) => withFields(new UnionBase(expression), fields, members);
  return Object.freeze({ ir, read: variable, variable });
}

/** A stack of headers of one type. */
export class HeaderStack<Fields extends FieldSpecs> extends Value {
  readonly #element: HeaderSpecOf<Fields>;
  readonly size: number;

  constructor(ir: Expression, element: HeaderSpecOf<Fields>, size: number) {
    super(ir);
    this.#element = element;
    this.size = size;
  }

  /**
   * `this[index]`
   *
   * @example
   * ```ts
   * hdr.vlan.at(0).id.set(5)
   * ```
   * ```p4
   * hdr.vlan[0].id = 5;
   * ```
   */
  at(index: number): HeaderVariable<Fields> {
    const source = here();
    if (!Number.isInteger(index) || index < 0 || index >= this.size) {
      refuse(
        "DSL-RANGE",
        source,
        `the stack has no element ${index}`,
        `It has elements 0 to ${this.size - 1}.`,
      );
    }
    const constant = node("constant", { value: BigInt(index), type: bitType(32), source });
    const type = this.#element.ir;
    return this.#element.variable(node("stackElement", { stack: this.ir, index: constant, type, source }));
  }

  /**
   * `this.next`, the element that the parser fills next. Only in parsers.
   *
   * @example
   * ```ts
   * state([extract(hdr.vlan.next)], "accept")
   * ```
   * ```p4
   * packet.extract(hdr.vlan.next);
   * ```
   */
  get next(): HeaderVariable<Fields> {
    return this.#element.variable(
      node("stackNext", { stack: this.ir, type: this.#element.ir, source: here() }),
    );
  }

  /**
   * `this.last`, the element that the parser filled last. Only in parsers.
   *
   * @example
   * ```ts
   * state([extract(hdr.vlan.next)], select(hdr.vlan.last.etherType, [[0x8100, "reject"]], "accept"))
   * ```
   * ```p4
   *     packet.extract(hdr.vlan.next);
   *     transition select(hdr.vlan.last.etherType) {
   *         0x8100: parse_rejected;
   *         default: accept;
   *     }
   * }
   * state parse_rejected {
   *     verify(false, error.NoMatch);
   * ```
   */
  get last(): HeaderVariable<Fields> {
    return this.#element.variable(
      node("stackLast", { stack: this.ir, type: this.#element.ir, source: here() }),
    );
  }

  /**
   * `this.lastIndex`. Only in parsers.
   *
   * @example
   * ```ts
   * state([extract(hdr.vlan.next)], select(hdr.vlan.lastIndex, [[0, "accept"]]))
   * ```
   * ```p4
   *     packet.extract(hdr.vlan.next);
   *     transition select(hdr.vlan.lastIndex) {
   *         0: accept;
   *         default: parse_rejected;
   *     }
   * }
   * state parse_rejected {
   *     verify(false, error.NoMatch);
   * ```
   */
  get lastIndex(): Bit<32> {
    return new Bit(node("stackLastIndex", { stack: this.ir, type: bitType(32), source: here() }), 32);
  }

  /**
   * `this.push_front(count);` makes room for `count` headers in front.
   *
   * @example
   * ```ts
   * [hdr.vlan.pushFront(1), hdr.vlan.at(0).setValid()]
   * ```
   * ```p4
   * hdr.vlan.push_front(1);
   * hdr.vlan[0].setValid();
   * ```
   */
  pushFront(count: number): Step {
    return this.#shift("push", count, here());
  }

  /**
   * `this.pop_front(count);` drops the first `count` headers.
   *
   * @example
   * ```ts
   * hdr.vlan.popFront(1)
   * ```
   * ```p4
   * hdr.vlan.pop_front(1);
   * ```
   */
  popFront(count: number): Step {
    return this.#shift("pop", count, here());
  }

  #shift(direction: "push" | "pop", count: number, source: SourcePosition): Step {
    if (!Number.isInteger(count) || count < 1 || count > this.size) {
      const message = `a stack of ${this.size} headers cannot be shifted by ${count}`;
      refuse("DSL-RANGE", source, message, `Give 1 to ${this.size}.`);
    }
    return plainStep(node("shiftStack", { stack: this.ir, direction, count, source }));
  }
}

export interface StackSpec<Fields extends FieldSpecs>
  extends TypeSpec<HeaderStack<Fields>, HeaderStack<Fields>, never> {
  readonly ir: StackType;
}

/**
 * A header stack.
 *
 * @example
 * ```ts
 * headers({ labels: stack(header("label_t", { label: bit(32) }), 4) })
 * ```
 * ```p4
 * header label_t {
 *     bit<32> label;
 * label_t[4] labels;
 * ```
 */
export function stack<Fields extends FieldSpecs>(
  element: HeaderSpecOf<Fields>,
  size: number,
): StackSpec<Fields> {
  if (!Number.isInteger(size) || size < 1) {
    refuse("DSL-ARGUMENT", here(), `a stack cannot have ${size} elements`, "Give a whole number above 0.");
  }
  const variable = (expression: Expression) => new HeaderStack(expression, element, size);
  return Object.freeze({ ir: node("stackType", { element: element.ir, size }), read: variable, variable });
}

/**
 * The headers of a program, in one struct: `struct headers_t`. A program has one.
 *
 * @example
 * ```ts
 * headers({ outer: header("outer_t", { kind: bit(8) }), inner: header("inner_t", { value: bit(8) }) })
 * ```
 * ```p4
 * header outer_t {
 *     bit<8> kind;
 * header inner_t {
 *     bit<8> value;
 * outer_t outer;
 * inner_t inner;
 * ```
 */
export function headers<const Fields extends FieldSpecs>(fields: Fields): StructVariable<Fields> {
  return root("headers", struct("headers_t", fields));
}

/**
 * The program's own values for one packet, in one struct: `struct metadata_t`. All are zero when a packet comes
 * in. A program has one.
 *
 * @example
 * ```ts
 * metadata({ nextHop: bit(32), isLocal: bool() })
 * ```
 * ```p4
 * bit<32> nextHop;
 * bool    isLocal;
 * ```
 */
export function metadata<const Fields extends FieldSpecs>(fields: Fields): StructVariable<Fields> {
  return root("metadata", struct("metadata_t", fields));
}

/** A value of one of the structs that all blocks share. */
export function root<Fields extends FieldSpecs>(
  name: RootName,
  spec: StructSpec<Fields>,
): StructVariable<Fields> {
  return spec.variable(node("root", { root: name, type: spec.ir, source: here() }));
}
