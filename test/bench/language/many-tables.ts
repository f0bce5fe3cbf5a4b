import {
  action,
  bit,
  exact,
  extract,
  header,
  headers,
  metadata,
  parser,
  sendTo,
  state,
  switchProgram,
  table,
} from "../../../src/dsl/index.js";

const fieldCount = 32;

/** A program of `count` tables, one after the other, each with an action of its own. */
export function manyTables(count: number) {
  const fields = Array.from({ length: fieldCount }, (_, field) => [`f${field}`, bit(32)] as const);
  const hdr = headers({ h: header("h_t", Object.fromEntries(fields)) });
  const steps = Array.from({ length: count }, (_, number) => {
    const [field, other] = [hdr.h[`f${number % fieldCount}`], hdr.h[`f${(number + 7) % fieldCount}`]];
    if (field === undefined || other === undefined) throw new Error("a field is missing");
    const change = action(`change_${number}`, { value: bit(32), port: bit(9) }, ({ value, port }) => [
      field.set(field.add(value).xor(other)),
      sendTo(port),
    ]);
    return table(`table_${number}`, { key: { key: exact(field) }, actions: [change], size: 64 }).apply();
  });
  return switchProgram(`tables_${count}`, {
    headers: hdr,
    metadata: metadata({ unused: bit(32) }),
    parser: parser({ start: state([extract(hdr.h)], "accept") }),
    ingress: steps,
    deparser: [hdr.h],
    tables: {},
    actions: {},
  });
}
