import {
  action,
  type Body,
  bit,
  bool,
  counter,
  extract,
  header,
  headers,
  metadata,
  type Parser,
  parser,
  register,
  registerAction,
  stack,
  state,
  switchProgram,
} from "../../../src/dsl/index.js";

/** A program that the DSL refuses while it is built: what is wrong, what makes it so, and the exact message. */
export interface MustRefuse {
  readonly what: string;
  readonly build: () => unknown;
  /** Code and message, then the help. */
  readonly says: readonly [message: string, help: string];
}

export const hdr = headers({
  h: header("h_t", { a: bit(8), b: bit(16), c: bit(40) }),
  s: stack(header("s_t", { x: bit(8) }), 2),
});
export const meta = metadata({ m: bit(8), flag: bool(), width: bit(16 as number) });
export const start: Parser = parser({ start: state([extract(hdr.h)], "accept") });
export const next = action("next", { x: bit(8) }, ({ x }) => meta.m.set(x));
export const counts = counter("counts", 8, "packets");
const cells = register("cells", bit(8), 4);
export const increment = registerAction("increment", cells, (cell) => ({ cell: cell.add(1), output: cell }));

export function build(ingress: Body, egress: Body = [], parse: Parser = start): unknown {
  return switchProgram("wrong", {
    headers: hdr,
    metadata: meta,
    parser: parse,
    ingress,
    egress,
    deparser: [hdr.h],
  });
}
