import { boolType, type Checksum as ChecksumNode, node } from "../ir/index.js";
import type { Bool } from "./bool.js";
import type { BitVariable } from "./numbers.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";
import type { Value } from "./value.js";

/** The Internet checksum of a list of fields. */
export interface Checksum {
  readonly ir: ChecksumNode;
}

/**
 * The Internet checksum (RFC 1071) of `inputs`, kept in `target`. A program verifies it, updates it, or both.
 *
 * @throws CodedError `DSL-WIDTH` when the inputs are not a multiple of 16 bits.
 * @example
 * ```ts
 * checksum(
 *   hdr.udp.checksum,
 *   [hdr.ipv4.src, hdr.ipv4.dst, literal(bit(16), 17), hdr.udp.length, hdr.udp.src, hdr.udp.dst],
 *   { when: hdr.udp.isValid(), withPayload: true },
 * )
 * ```
 * ```p4
 * update_checksum_with_payload(
 *     hdr.udp.isValid(),
 *     {hdr.ipv4.src, hdr.ipv4.dst, 16w17, hdr.udp.length, hdr.udp.src, hdr.udp.dst},
 *     hdr.udp.checksum,
 *     HashAlgorithm.csum16
 * );
 * ```
 */
export function checksum(
  target: BitVariable<16>,
  inputs: readonly Value[],
  options: { readonly when?: Bool; readonly withPayload?: boolean } = {},
): Checksum {
  const source = here();
  const bits = inputs.reduce((sum, input) => sum + ("width" in input.ir.type ? input.ir.type.width : 0), 0);
  const hasVarbit = inputs.some((input) => input.ir.type.kind === "varbitType");
  if (bits % 16 !== 0 && !hasVarbit) {
    refuse(
      "DSL-WIDTH",
      source,
      `a checksum over ${bits} bits`,
      "Give fields that make a multiple of 16 bits.",
    );
  }
  const always = node("boolean", { value: true, type: boolType, source });
  const ir = node("checksum", {
    target: target.ir,
    inputs: inputs.map((input) => input.ir),
    condition: options.when?.ir ?? always,
    withPayload: options.withPayload ?? false,
    source,
  });
  return Object.freeze({ ir });
}
