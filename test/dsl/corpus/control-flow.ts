import {
  action,
  advance,
  annotated,
  annotation,
  bit,
  constant,
  drop,
  exact,
  extract,
  hash,
  header,
  headers,
  lpm,
  metadata,
  packet,
  parser,
  recirculate,
  select,
  sendTo,
  serializableEnum,
  state,
  struct,
  switchOn,
  switchProgram,
  table,
  valueSet,
  variable,
  when,
} from "../../../src/dsl/index.js";
import { ethernet, feature, hdr, meta } from "./base.js";

const { data } = hdr;
const greeting = constant("KIND_GREETING", bit(8), 7);
const forward = action("forward", { port: bit(9) }, ({ port }) => sendTo(port));
const chosen = table("chosen", { key: { b: exact(data.b) }, actions: [forward] });

const switchOnValue = feature("switch_on_value", [
  switchOn(
    data.a,
    [
      [1, sendTo(1)],
      [
        [2, 3, greeting],
        [data.b.set(9), sendTo(2)],
      ],
      [200, chosen.apply({ miss: sendTo(4) })],
    ],
    drop(),
  ),
  switchOn(data.b.and(1), [[0, data.c.set(5)]]),
]);

const kind = serializableEnum("kind_t", bit(8), { request: 1, reply: 2, refusal: 200 });
const typed = headers({ message: header("message_t", { kind, body: bit(8) }) });

/** Members of an enum as the cases of a switch. */
const switchOnEnum = switchProgram("switch_on_enum", {
  headers: typed,
  metadata: metadata({}),
  parser: parser({ start: state([extract(typed.message)], "accept") }),
  ingress: [
    switchOn(
      typed.message.kind,
      [
        [kind.members.request, [typed.message.kind.set(kind.members.reply), sendTo(1)]],
        [[kind.members.reply, kind.members.refusal], sendTo(2)],
      ],
      drop(),
    ),
  ],
  deparser: [typed.message],
});

const shared = table("shared", { key: { a: exact(data.a) }, actions: [forward] });

const tableInTwoBranches = feature("table_in_two_branches", [
  when(data.c.lessThan(100), [data.b.set(1), shared.apply()], [data.b.set(2), shared.apply()]),
  when(data.a.equals(9), sendTo(9)),
]);

const depth = variable("depth", bit(8));

/** Decisions inside of a parser's state. */
const conditionsInParser = feature(
  "conditions_in_parser",
  [data.b.set(meta.small), sendTo(1)],
  [],
  parser({
    start: state(
      [
        extract(hdr.ethernet),
        when(
          hdr.ethernet.ether_type.equals(0x1234),
          [depth.set(1), when(hdr.ethernet.src.equals(0), advance(8))],
          depth.set(2),
        ),
        meta.small.set(depth),
      ],
      select(hdr.ethernet.ether_type, [[0x9999, "accept"]], "data"),
    ),
    data: state([extract(data)], "accept"),
  }),
);

const pairs = valueSet("trusted_pairs", struct("pair_t", { port: bit(9), kind: bit(16) }), 4, {
  doc: "Which types are trusted at which port.",
});

const selectOnSetOfPairs = feature(
  "select_on_set_of_pairs",
  when(data.isValid(), sendTo(1), sendTo(2)),
  [],
  parser({
    start: state(
      [extract(hdr.ethernet)],
      select(
        [packet.ingressPort, hdr.ethernet.ether_type],
        [
          [pairs, "data"],
          [[3, 0x1234], "data"],
        ],
        "accept",
      ),
    ),
    data: state([extract(data)], "accept"),
  }),
);

const loop = metadata({ round: bit(8), note: bit(32), other: bit(16) });

/** Recirculation that keeps metadata: one way with one field, another with two. */
const recirculationWithMetadata = switchProgram("recirculation_with_metadata", {
  headers: hdr,
  metadata: loop,
  parser: parser({ start: state([extract(hdr.ethernet), extract(data)], "accept") }),
  ingress: [
    loop.round.set(loop.round.add(1)),
    loop.note.set(loop.note.add(data.d)),
    loop.other.set(data.c),
    switchOn(
      loop.round,
      [
        [1, recirculate([loop.round])],
        [2, recirculate([loop.round, loop.note])],
      ],
      [data.d.set(loop.note), data.c.set(loop.other), sendTo(1)],
    ),
  ],
  deparser: [hdr.ethernet, data],
});

const ranged = variable("ranged", bit(64));
const half = 1n << 63n;

/** The identity of 64 bits: where its lower 63 are not those of BMv2's own hash, the packet leaves by port 2. */
const wideIdentity = feature("wide_identity", [
  hash(meta.wide, "identity", [data.e]),
  when(data.a.equals(1), hash(meta.wide, "identity", [data.a, data.b.slice(3, 0), data.d])),
  when(data.a.equals(2), hash(meta.wide, "identity", [hdr.ethernet.dst, hdr.ethernet.src])),
  hash(ranged, "identity", [data.a, data.b.slice(3, 0), data.d], { base: 0, modulus: half }),
  when(
    data.a.equals(2),
    hash(ranged, "identity", [hdr.ethernet.dst, hdr.ethernet.src], { base: 0, modulus: half }),
  ),
  when(
    data.a
      .equals(1)
      .or(data.a.equals(2))
      .not()
      .or(ranged.equals(meta.wide.and(half - 1n))),
    sendTo(1),
    sendTo(2),
  ),
  data.e.set(meta.wide),
]);

const tagged = headers({
  ethernet,
  data: header("data_t", {
    a: annotated(bit(8), { doc: "Who it belongs to." }),
    b: bit(8),
    d: annotated(bit(32), { doc: "Where it goes.", annotations: [annotation("unit", "address")] }),
  }),
});

const described = action(
  "forward_to",
  {
    port: annotated(bit(9), { doc: "Where it leaves.", annotations: [annotation("id", 7)] }),
    weight: annotated(bit(8), { annotations: [annotation("unit", "percent")] }),
  },
  ({ port, weight }) => [tagged.data.b.set(weight), sendTo(port)],
  { doc: { brief: "Sends it on.", description: "And notes by how much." } },
);
/** Documentation and annotations on everything that can have them, and who made the program. */
const documentedProgram = switchProgram("documented_program", {
  doc: { brief: "Everything has a word to it.", description: "It reaches the controller in P4Info." },
  version: "1.2.0",
  organization: "Example",
  contact: "switches@example.com",
  url: "https://example.com/switches",
  headers: tagged,
  metadata: meta,
  parser: parser({ start: state([extract(tagged.ethernet), extract(tagged.data)], "accept") }),
  ingress: table("documented", {
    doc: "Where packets go.",
    annotations: [annotation("id", 99), annotation("owner", "netops")],
    key: {
      "hdr.data.d": annotated(lpm(tagged.data.d), {
        doc: "The destination.",
        annotations: [annotation("id", 4)],
      }),
      a: annotated(exact(tagged.data.a), { annotations: [annotation("format", "decimal")] }),
    },
    actions: [described],
  }).apply(),
  deparser: [tagged.ethernet, tagged.data],
});

export const controlFlowPrograms = [
  switchOnValue,
  switchOnEnum,
  tableInTwoBranches,
  conditionsInParser,
  selectOnSetOfPairs,
  recirculationWithMetadata,
  wideIdentity,
  documentedProgram,
];
