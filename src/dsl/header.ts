import type { HeaderSpec, SourcePosition } from "../base/index.js";
import {
  boolType,
  type ControllerHeaderRole,
  type Expression,
  type Field,
  type HeaderType,
  node,
  typeName,
} from "../ir/index.js";
import { type DeclarationOptions, described } from "./annotation.js";
import { Bool } from "./bool.js";
import { type FieldSpecs, fieldsOf, type VariablesOf, withFields } from "./fields.js";
import { type VarbitSpec, varbit } from "./named-types.js";
import { checkName } from "./names.js";
import { type BitSpec, bit } from "./numbers.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import { assignment, plainStep, type Step } from "./step.js";
import { type TypeSpec, Value } from "./value.js";

/** What a header can do beside its fields. */
export class HeaderBase extends Value {
  /**
   * `this.isValid()`: whether the header is there.
   *
   * @example
   * ```ts
   * when(hdr.udp.isValid(), discard())
   * ```
   * ```p4
   * action discard() {
   *     mark_to_drop(standard_metadata);
   * }
   * if (hdr.udp.isValid()) {
   *     discard();
   * }
   * ```
   */
  isValid(): Bool {
    return new Bool(node("isValid", { header: this.ir, type: boolType, source: here() }));
  }

  /**
   * `this.setValid();` adds the header; its fields are yet to be set.
   *
   * @example
   * ```ts
   * hdr.udp.setValid()
   * ```
   * ```p4
   * hdr.udp.setValid();
   * ```
   */
  setValid(): Step {
    return plainStep(node("setValidity", { header: this.ir, valid: true, source: here() }));
  }

  /**
   * `this.setInvalid();` takes the header away.
   *
   * @example
   * ```ts
   * hdr.udp.setInvalid()
   * ```
   * ```p4
   * hdr.udp.setInvalid();
   * ```
   */
  setInvalid(): Step {
    return plainStep(node("setValidity", { header: this.ir, valid: false, source: here() }));
  }

  /**
   * `this = other;` copies all fields, and whether it is there.
   *
   * @example
   * ```ts
   * hdr.vlan.at(0).copyFrom(hdr.vlan.at(1))
   * ```
   * ```p4
   * hdr.vlan[0] = hdr.vlan[1];
   * ```
   */
  copyFrom(other: HeaderBase): Step {
    return assignment(this.ir, other, here());
  }
}

/** A header of a packet: its fields by name, and what headers can do. */
export type HeaderVariable<Fields extends FieldSpecs> = HeaderBase & VariablesOf<Fields>;

/** A header type. */
export interface HeaderSpecOf<Fields extends FieldSpecs>
  extends TypeSpec<HeaderVariable<Fields>, HeaderVariable<Fields>, never> {
  readonly ir: HeaderType;
  readonly fields: Fields;
}

/** The field types of a neutral header description. */
export type FieldsOfSpec<Spec extends HeaderSpec> = {
  readonly [F in Spec["fields"][number] as F["name"]]: F extends { readonly varbit: true }
    ? VarbitSpec<F["width"]>
    : BitSpec<F["width"]>;
};

/**
 * A header type, from a neutral description or from its fields in the order of the wire.
 *
 * @throws CodedError `DSL-NAME`, `DSL-TYPE` (a field that cannot be in a header), `DSL-WIDTH` (no whole bytes).
 * @example
 * ```ts
 * headers({ tag: header("tag_t", { id: bit(12), flags: bit(4) }, { doc: "Who it belongs to." }) })
 * ```
 * ```p4
 * header tag_t {
 * bit<4>  flags;
 * tag_t tag;
 * ```
 */
export function header<const Spec extends HeaderSpec>(
  spec: Spec,
  options?: DeclarationOptions,
): HeaderSpecOf<FieldsOfSpec<Spec>>;
export function header<const Fields extends FieldSpecs>(
  name: string,
  fields: Fields,
  options?: DeclarationOptions,
): HeaderSpecOf<Fields>;
export function header(
  specOrName: HeaderSpec | string,
  fieldsOrOptions: FieldSpecs | DeclarationOptions = {},
  options: DeclarationOptions = {},
): HeaderSpecOf<FieldSpecs> {
  const source = here();
  if (typeof specOrName === "string") {
    return makeHeader(specOrName, fieldsOrOptions as FieldSpecs, options, source);
  }
  const { doc } = specOrName;
  const described = { ...(doc === undefined ? {} : { doc }), ...(fieldsOrOptions as DeclarationOptions) };
  return makeHeader(specOrName.name, fieldsOfSpec(specOrName), described, source, docsOf(specOrName));
}

/**
 * The header that a packet from the switch to the controller (`packet_in`) or back (`packet_out`) begins with.
 * P4Runtime sees its fields as the packet's metadata.
 *
 * @example
 * ```ts
 * headers({ packetIn: controllerHeader("packet_in", header("packet_in_t", { port: bit(16) })) })
 * ```
 * ```p4
 * @controller_header("packet_in")
 * header packet_in_t {
 *     bit<16> port;
 * packet_in_t packetIn;
 * ```
 */
export function controllerHeader<Fields extends FieldSpecs>(
  role: ControllerHeaderRole,
  base: HeaderSpecOf<Fields>,
): HeaderSpecOf<Fields> {
  return headerSpecOf(node("headerType", { ...base.ir, controllerHeader: role }), base.fields);
}

function makeHeader(
  name: string,
  fields: FieldSpecs,
  options: DeclarationOptions,
  source: SourcePosition,
  docs: Readonly<Record<string, string>> = {},
): HeaderSpecOf<FieldSpecs> {
  checkName(name, "type", source);
  const nodes = fieldsOf(fields, source, docs);
  checkHeader(name, nodes, source);
  return headerSpecOf(node("headerType", { name, fields: nodes, source, ...described(options) }), fields);
}

function headerSpecOf<Fields extends FieldSpecs>(ir: HeaderType, fields: Fields): HeaderSpecOf<Fields> {
  const variable = (expression: Expression) => withFields(new HeaderBase(expression), ir.fields, fields);
  return Object.freeze({ ir, fields, read: variable, variable });
}

function fieldsOfSpec(spec: HeaderSpec): FieldSpecs {
  const types = spec.fields.map((field) => [
    field.name,
    field.varbit ? varbit(field.width) : bit(field.width),
  ]);
  return Object.fromEntries(types);
}

function docsOf(spec: HeaderSpec): Readonly<Record<string, string>> {
  return Object.fromEntries(spec.fields.flatMap(({ name, doc }) => (doc === undefined ? [] : [[name, doc]])));
}

function checkHeader(name: string, fields: readonly Field[], source: SourcePosition): void {
  const varbits = fields.filter((field) => field.type.kind === "varbitType");
  if (varbits.length > 1) {
    refuse("DSL-TYPE", source, `header ${name} has more than one varbit`, "Split it into two headers.");
  }
  for (const field of fields) {
    if (!["bitType", "intType", "enumType", "newType", "varbitType"].includes(field.type.kind)) {
      const what = typeName(field.type);
      refuse("DSL-TYPE", source, `${name}.${field.name}: a header cannot hold a ${what}`, "Use bits.");
    }
  }
}
