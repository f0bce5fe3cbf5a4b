import {
  action,
  assertThat,
  assume,
  atomic,
  bit,
  cast,
  clone,
  control,
  controllerHeader,
  counter,
  cpuPort,
  digest,
  directMeter,
  drop,
  exact,
  exit,
  extract,
  hash,
  header,
  headers,
  logMessage,
  metadata,
  meter,
  multicast,
  mux,
  packet,
  parser,
  random,
  recirculate,
  register,
  registerAction,
  resubmit,
  returnEarly,
  section,
  select,
  sendTo,
  setPriority,
  state,
  struct,
  switchProgram,
  table,
  truncate,
  when,
} from "../../../src/dsl/index.js";
import { standardMetadata } from "../../../src/dsl/v1model.js";
import { ethernet, feature, hdr, meta } from "./base.js";

const { data } = hdr;

const arrivals = register("arrivals", bit(32), 256, { doc: "How many came." });
const arrive = registerAction("arrive", arrivals, (cell) => ({ cell: cell.add(1), output: cell }));
const look = registerAction("look", arrivals, (cell) => ({ output: cell }));
const forget = registerAction("forget", arrivals, () => ({ cell: 0 }));

export const registerActions = feature("register_actions", [
  when(data.b.equals(1), arrive.execute({ index: data.a, into: meta.word })),
  when(data.b.equals(2), look.execute({ index: data.a, into: meta.word })),
  when(data.b.equals(3), forget.execute({ index: 255 })),
  data.d.set(meta.word),
  sendTo(1),
]);

const newest = register("newest", bit(32), 1);
const accept = registerAction("keep_newest", newest, (cell) => ({
  cell: mux(data.d.greaterThan(cell), data.d, cell),
  output: data.d.greaterThan(cell),
}));
const registerWithCondition = feature("register_with_condition", [
  action("accept_newer", {}, () => [accept.execute({ index: 0 }), sendTo(1)])(),
]);

const windows = register("windows", struct("window_t", { low: bit(32), high: bit(32) }), 16);
const extend = registerAction("extend", windows, (cell) => ({
  cell: { low: cell.low, high: mux(data.d.greaterThan(cell.high), data.d, cell.high) },
  output: cell.low,
}));

const registerOfPairs = feature("register_of_pairs", [
  extend.execute({ index: data.a.slice(3, 0), into: meta.word }),
  data.d.set(meta.word),
  sendTo(1),
]);

const perPort = counter("per_port", 512, "packetsAndBytes", { doc: "Traffic of each port." });
const bytes = counter("bytes_of_kind", 256, "bytes");
const rate = meter("rate", 64, "packets");
const colors = metadata({ color: bit(2) });

const metered = directMeter("metered", "packets");
const paint = action("paint", { port: bit(9) }, ({ port }) => [metered.execute(colors.color), sendTo(port)]);

/** Counters and meters, direct and by index. */
const countersAndMeters = switchProgram("counters_and_meters", {
  headers: hdr,
  metadata: colors,
  parser: parser({ start: state([extract(hdr.ethernet), extract(hdr.data)], "accept") }),
  ingress: [
    perPort.count(packet.ingressPort),
    bytes.count(data.a),
    rate.execute(data.a.slice(5, 0), colors.color),
    when(colors.color.equals(2), drop(), [
      table("painted", { key: { a: exact(data.a) }, actions: [paint], meter: metered }).apply(),
    ]),
  ],
  deparser: [hdr.ethernet, hdr.data],
});

export const hashes = feature("hashes", [
  hash(meta.half, "crc16", [data.a, data.d], { base: 0, modulus: 1024 }),
  hash(meta.word, "crc32", [hdr.ethernet.src, hdr.ethernet.dst]),
  hash(meta.small, "identity", [data.a]),
  hash(data.c, "csum16", [data.a, data.b, data.d]),
  data.d.set(meta.word),
  sendTo(1),
]);

const randomNumbers = feature("random_numbers", [random(data.c, 10, 19), sendTo(1)]);

const learn = digest(struct("learn_t", { src: bit(48), port: bit(9), kind: bit(8) }), {
  doc: "A new sender.",
});

export const digests = feature("digests", [
  when(data.a.equals(1), learn.send({ src: hdr.ethernet.src, port: packet.ingressPort, kind: 7 })),
  sendTo(1),
]);

const clonesOfIngress = feature(
  "clones_of_ingress",
  [
    meta.word.set(data.d),
    when(data.a.equals(1), clone("ingress", 5, [meta.word, meta.small]), clone("ingress", 6)),
    sendTo(1),
  ],
  when(packet.isClone, data.d.set(meta.word)),
);

const clonesOfEgress = feature("clones_of_egress", sendTo(1), [
  when(packet.isClone.not(), clone("egress", 7)),
]);

const resubmission = feature("resubmission", [
  when(meta.small.equals(0), [meta.small.set(1), resubmit([meta.small])], sendTo(1)),
]);

const recirculation = feature("recirculation", [
  when(packet.isRecirculated.and(data.a.equals(0)), sendTo(1), [
    data.a.set(data.a.subtract(1)),
    recirculate(),
  ]),
]);

export const replication = feature("replication", multicast(3), [
  data.c.set(packet.replicationId),
  when(packet.egressPort.equals(packet.ingressPort), drop()),
]);

const priorities = feature("priorities", [setPriority(data.a.slice(2, 0)), sendTo(1)]);

export const truncation = feature("truncation", [truncate(40), sendTo(1)]);

export const intrinsics = feature(
  "intrinsics",
  [data.c.set(packet.length), data.e.set(cast(packet.ingressTimestamp, bit(64))), sendTo(packet.ingressPort)],
  [
    when(packet.queueDepth.greaterThan(10), data.a.set(1)),
    data.e.set(cast(packet.egressTimestamp, bit(64)).subtract(data.e)),
  ],
);

/** What only v1model has. */
const standardMetadataOfV1model = feature(
  "standard_metadata_of_v1model",
  [when(standardMetadata.checksum_error.equals(1), drop(), sendTo(1)), standardMetadata.priority.set(2)],
  [data.d.set(standardMetadata.deq_timedelta)],
);

const messagesAndAssertions = feature("messages_and_assertions", [
  logMessage("a is {} and b is {}", [data.a, data.b]),
  assume(data.isValid()),
  assertThat(data.a.notEquals(255)),
  sendTo(1),
]);

const early = action("early", {}, () => [when(data.a.equals(0), returnEarly()), data.b.set(1)]);

export const leaving = feature("leaving", [early(), when(data.a.equals(9), [sendTo(9), exit()]), sendTo(1)]);

const inner = control("inner", [when(data.a.equals(1), perPort.count(1)), arrive.execute({ index: 0 })], {
  doc: "Counts.",
});
const outer = control("outer", [inner.apply(), data.b.set(2)]);

const nestedControls = feature("nested_controls", [
  section("First the outer control", [outer.apply()], "It applies the inner one."),
  atomic([data.a.set(1), data.b.set(3)]),
  sendTo(1),
]);

const controlled = headers({
  packet_in: controllerHeader("packet_in", header("packet_in_t", { ingress_port: bit(16), reason: bit(8) })),
  packet_out: controllerHeader("packet_out", header("packet_out_t", { egress_port: bit(16) })),
  ethernet,
});

/** Packets from and to the controller. */
const controllerPackets = switchProgram("controller_packets", {
  headers: controlled,
  metadata: metadata({}),
  parser: parser({
    start: state([], select(packet.ingressPort, [[cpuPort, "packet_out"]], "ethernet")),
    packet_out: state([extract(controlled.packet_out)], "ethernet"),
    ethernet: state([extract(controlled.ethernet)], "accept"),
  }),
  ingress: when(
    controlled.packet_out.isValid(),
    [sendTo(controlled.packet_out.egress_port.slice(8, 0)), controlled.packet_out.setInvalid()],
    [
      controlled.packet_in.setValid(),
      controlled.packet_in.ingress_port.set(cast(packet.ingressPort, bit(16))),
      controlled.packet_in.reason.set(1),
      sendTo(cpuPort),
    ],
  ),
  deparser: [controlled.packet_in, controlled.ethernet],
});

export const externPrograms = [
  registerActions,
  registerWithCondition,
  registerOfPairs,
  countersAndMeters,
  hashes,
  randomNumbers,
  digests,
  clonesOfIngress,
  clonesOfEgress,
  resubmission,
  recirculation,
  replication,
  priorities,
  truncation,
  intrinsics,
  standardMetadataOfV1model,
  messagesAndAssertions,
  leaving,
  nestedControls,
  controllerPackets,
];
