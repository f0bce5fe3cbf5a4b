import { CodedError } from "./errors.js";

/** One field of a header. Its values go over the wire in network order, most significant bit first. */
export interface FieldSpec {
  readonly name: string;
  /** Bits; for a `varbit` field the most it can hold. */
  readonly width: number;
  /** Present for a field whose length is known only when the packet is parsed; at most one a header. */
  readonly varbit?: true;
  readonly doc?: string;
  /** Names of the values that this field usually has. */
  readonly values?: Readonly<Record<string, number | bigint>>;
}

/**
 * A packet header as data, neutral between switch programs and hosts: the DSL makes a P4 header of it, the host
 * codecs read and write it.
 */
export interface HeaderSpec<
  Name extends string = string,
  Fields extends readonly FieldSpec[] = readonly FieldSpec[],
> {
  /** The P4 type name, for example `ipv4_t`. */
  readonly name: Name;
  /** In the order of the wire. */
  readonly fields: Fields;
  readonly doc?: string;
}

/** The names of a header's fields. */
export type FieldName<Spec extends HeaderSpec> = Spec["fields"][number]["name"];

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Describes a header; names and widths stay literal in the type.
 *
 * @example
 * const ethernet = headerSpec("ethernet_t", [
 *   { name: "dstAddr", width: 48, doc: "Destination address." },
 *   { name: "srcAddr", width: 48 },
 *   { name: "etherType", width: 16, values: { ipv4: 0x0800, arp: 0x0806 } },
 * ]);
 * @throws CodedError `WIRE-HEADER` when a name is no P4 identifier or comes twice, or a width is not a whole
 * number above 0.
 */
export function headerSpec<const Name extends string, const Fields extends readonly FieldSpec[]>(
  name: Name,
  fields: Fields,
  doc?: string,
): HeaderSpec<Name, Fields> {
  if (!identifier.test(name)) refuse(name, "the header's name is not a P4 identifier");
  const seen = new Set<string>();
  for (const field of fields) {
    if (!identifier.test(field.name)) refuse(name, `the field name "${field.name}" is not a P4 identifier`);
    if (seen.has(field.name)) refuse(name, `the field "${field.name}" comes twice`);
    if (!Number.isInteger(field.width) || field.width < 1) {
      refuse(name, `the field "${field.name}" has the width ${field.width}`);
    }
    seen.add(field.name);
  }
  return Object.freeze({ name, fields, ...(doc === undefined ? {} : { doc }) });
}

function refuse(header: string, reason: string): never {
  throw new CodedError({
    code: "WIRE-HEADER",
    message: `header "${header}": ${reason}`,
    help: "Give each field its own name and a width in bits of at least 1.",
  });
}
