import {
  type Body,
  bit,
  extract,
  header,
  headers,
  metadata,
  type Parser,
  parser,
  type SwitchProgram,
  state,
  switchProgram,
} from "../../../src/dsl/index.js";

export const ethernet = header("ethernet_t", { dst: bit(48), src: bit(48), ether_type: bit(16) });

/** The header of programs that need numbers of several widths. */
export const data = header("data_t", {
  a: bit(8),
  b: bit(8),
  c: bit(16),
  d: bit(32),
  e: bit(64),
});

/** Most programs of the corpus: Ethernet, then `data`, then payload; metadata of several widths. */
export const hdr = headers({ ethernet, data });
export const meta = metadata({ small: bit(8), half: bit(16), word: bit(32), wide: bit(64), one: bit(1) });

const parseAll: Parser = parser({ start: state([extract(hdr.ethernet), extract(hdr.data)], "accept") });

/** A program over `hdr` and `meta` with this ingress. */
export function feature(
  name: string,
  ingress: Body,
  egress: Body = [],
  parse: Parser = parseAll,
): SwitchProgram {
  return switchProgram(name, {
    headers: hdr,
    metadata: meta,
    parser: parse,
    ingress,
    egress,
    deparser: [hdr.ethernet, hdr.data],
  });
}
