import {
  bit,
  bool,
  cast,
  constant,
  errorSpec,
  extract,
  header,
  headers,
  int,
  literal,
  metadata,
  mux,
  newType,
  packet,
  parser,
  parserError,
  sendTo,
  serializableEnum,
  state,
  switchProgram,
  variable,
  when,
} from "../../../src/dsl/index.js";
import { feature, hdr, meta } from "./base.js";

const { data } = hdr;

export const arithmetic = feature("arithmetic", [
  data.a.set(data.a.add(data.b).subtract(3)),
  data.b.set(data.a.multiply(data.b)),
  data.c.set(data.c.addSaturating(1000).subtractSaturating(7)),
  data.d.set(data.d.negate().add(1)),
  data.e.set(data.e.subtract(1n).add(0xffff_ffff_ffffn)),
  sendTo(1),
]);

export const bitwise = feature("bitwise", [
  data.a.set(data.a.and(data.b).or(data.a.xor(0x55))),
  data.b.set(data.b.complement().and(0x0f).or(data.a)),
  data.c.set(data.c.shiftLeft(3).or(data.c.shiftRight(13))),
  data.d.set(data.d.shiftLeft(data.a)),
  sendTo(1),
]);

export const comparisons = feature("comparisons", [
  when(data.a.equals(data.b).or(data.a.greaterThan(200)), data.c.set(1)),
  when(data.a.notEquals(7).and(data.b.lessOrEqual(data.a)).and(data.c.lessThan(5).not()), data.c.set(2)),
  when(data.d.greaterOrEqual(0x8000_0000).equals(data.a.lessThan(data.b)), data.c.set(3)),
  sendTo(1),
]);

const slicesAndConcatenation = feature("slices_and_concatenation", [
  data.d.set(data.c.concat(data.a).concat(data.b)),
  data.a.setSlice(7, 4, data.b.slice(3, 0)),
  data.c.set(data.d.slice(23, 16).concat(literal(bit(8), 0x7f))),
  data.e.setSlice(40, 9, data.d.xor(1)),
  sendTo(1),
]);

export const casts = feature("casts", [
  data.c.set(cast(data.a, bit(16)).add(cast(data.b, bit(16)))),
  data.a.set(cast(data.d, bit(8))),
  data.b.set(cast(cast(data.a, int(8)).shiftRight(1), bit(8))),
  when(cast(data.a.slice(0, 0), bool()), data.c.set(0)),
  meta.one.set(cast(data.a.equals(1), bit(1))),
  sendTo(1),
]);

const signedNumbers = feature("signed_numbers", [
  when(cast(data.d.subtract(meta.word), int(32)).lessThan(0), data.a.set(1), data.a.set(2)),
  data.d.set(cast(cast(data.d, int(32)).multiply(-3).addSaturating(5), bit(32))),
  sendTo(1),
]);

const distance = variable("distance", bit(32), 7);
const seen = variable("seen", bool());

const conditionalsAndVariables = feature("conditionals_and_variables", [
  distance.set(mux(data.a.greaterThan(data.b), data.d, meta.word)),
  seen.set(data.a.equals(9)),
  data.d.set(mux(seen.and(data.b.equals(1)), distance.add(1), 0)),
  data.c.set(mux(seen, literal(bit(16), 5), 6)),
  sendTo(1),
]);

const kind = serializableEnum(
  "kind_t",
  bit(8),
  { request: 1, reply: 2, refusal: 200 },
  { doc: "What it is." },
);
const portId = newType("port_id_t", bit(9), { translation: { uri: "example.com/port_id_t", sdn: 32 } });
const typed = headers({ message: header("message_t", { kind, body: bit(24) }) });
const typedMeta = metadata({ last: kind, port: portId, why: errorSpec() });
const limit = constant("BODY_LIMIT", bit(24), 0x1000);

/** Enums, types of their own and named constants. */
const namedTypes = switchProgram("named_types", {
  headers: typed,
  metadata: typedMeta,
  parser: parser({ start: state([extract(typed.message)], "accept") }),
  ingress: [
    typedMeta.last.set(typed.message.kind),
    when(
      typed.message.kind.equals(kind.members.request).and(typed.message.body.lessThan(limit)),
      typed.message.kind.set(kind.members.reply),
      typed.message.kind.set(kind.members.refusal),
    ),
    typedMeta.port.set(3),
    typedMeta.why.set(packet.parserError),
    when(typedMeta.why.equals(parserError("PacketTooShort")), typed.message.kind.set(kind.members.refusal)),
    sendTo(cast(typedMeta.port, bit(9))),
  ],
  deparser: [typed.message],
});

export const expressionPrograms = [
  arithmetic,
  bitwise,
  comparisons,
  slicesAndConcatenation,
  casts,
  signedNumbers,
  conditionalsAndVariables,
  namedTypes,
];
