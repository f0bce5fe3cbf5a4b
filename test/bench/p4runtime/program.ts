import {
  action,
  bit,
  exact,
  extract,
  header,
  headers,
  metadata,
  parser,
  register,
  registerAction,
  sendTo,
  state,
  switchProgram,
  table,
} from "../../../src/dsl/index.js";

const hdr = headers({ h: header("h_t", { key: bit(32), value: bit(64) }) });

const forward = action("forward", { port: bit(9) }, ({ port }) => [sendTo(port)]);

/** Enough for every insert of a run. */
const entriesMax = 1 << 20;
export const cellCount = 1 << 14;

const places = table("places", { key: { key: exact(hdr.h.key) }, actions: [forward], size: entriesMax });
const values = register("values", bit(64), cellCount);
const keep = registerAction("keep", values, () => ({ cell: hdr.h.value }));

/** A program with a large table and a large register, for a control plane to fill. */
export const stateful = switchProgram("stateful", {
  headers: hdr,
  metadata: metadata({ unused: bit(1) }),
  parser: parser({ start: state([extract(hdr.h)], "accept") }),
  ingress: [places.apply(), keep.execute({ index: 0 })],
  deparser: [hdr.h],
  tables: { places },
  actions: { forward },
  registers: { values },
});
