import {
  action,
  bit,
  bool,
  cast,
  clone,
  constant,
  control,
  counter,
  directMeter,
  drop,
  exact,
  extract,
  hash,
  header,
  headers,
  metadata,
  meter,
  multicast,
  mux,
  noAction,
  packet,
  parser,
  register,
  registerAction,
  select,
  sendTo,
  stack,
  state,
  switchProgram,
  table,
  ternary,
  truncate,
  when,
} from "../../../src/dsl/index.js";
import { ethernet, feature, hdr, meta } from "./base.js";

const { data } = hdr;

// A filter that lets answers in: two hashes of a flow, one bit each.
const filterSize = 4096;
const filterMeta = metadata({ first: bit(16), second: bit(16), in_first: bit(1), in_second: bit(1) });
const firstBits = register("first_bits", bit(1), filterSize);
const secondBits = register("second_bits", bit(1), filterSize);
const setFirst = registerAction("set_first", firstBits, () => ({ cell: 1 }));
const setSecond = registerAction("set_second", secondBits, () => ({ cell: 1 }));
const readFirst = registerAction("read_first", firstBits, (cell) => ({ output: cell }));
const readSecond = registerAction("read_second", secondBits, (cell) => ({ output: cell }));
const inside = 1;
const outside = 2;

function flowHashes(from: typeof data.a, to: typeof data.a) {
  const range = { base: 0, modulus: filterSize };
  return [
    hash(filterMeta.first, "crc16", [from, to], range),
    hash(filterMeta.second, "crc32", [from, to], range),
  ];
}

/** From port 1 everything goes out and is remembered; from port 2 only answers come in. */
const statefulFirewall = switchProgram("stateful_firewall", {
  headers: hdr,
  metadata: filterMeta,
  parser: parser({ start: state([extract(hdr.ethernet), extract(data)], "accept") }),
  // Headers that are not there have no value, and no hash.
  ingress: when(
    data.isValid().and(packet.ingressPort.equals(inside)),
    [
      flowHashes(data.a, data.b),
      setFirst.execute({ index: filterMeta.first }),
      setSecond.execute({ index: filterMeta.second }),
      sendTo(outside),
    ],
    when(data.isValid(), [
      flowHashes(data.b, data.a),
      readFirst.execute({ index: filterMeta.first, into: filterMeta.in_first }),
      readSecond.execute({ index: filterMeta.second, into: filterMeta.in_second }),
      when(filterMeta.in_first.and(filterMeta.in_second).equals(1), sendTo(inside)),
    ]),
  ),
  deparser: [hdr.ethernet, data],
  registers: { firstBits, secondBits },
});

// A sketch: the least of three counts is at most too high.
const sketchMeta = metadata({ index: bit(16), rows: bit(32), least: bit(32), count: bit(32) });
const sketchWidth = 1024;

function sketchRow(name: string, algorithm: "crc16" | "crc32" | "xor16") {
  const counts = register(`${name}_counts`, bit(32), sketchWidth);
  const add = registerAction(`${name}_add`, counts, (cell) => ({
    cell: cell.addSaturating(1),
    output: cell.addSaturating(1),
  }));
  const { index, least, count } = sketchMeta;
  return [
    hash(index, algorithm, [data.d, data.c], { base: 0, modulus: sketchWidth }),
    add.execute({ index, into: count }),
    least.set(mux(count.lessThan(least), count, least)),
  ];
}

/** Flows with more than 3 packets leave by port 2. */
const heavyHitters = switchProgram("heavy_hitters", {
  headers: hdr,
  metadata: sketchMeta,
  parser: parser({ start: state([extract(hdr.ethernet), extract(data)], "accept") }),
  ingress: when(data.isValid(), [
    sketchMeta.least.set(0xffff_ffff),
    sketchRow("first", "crc16"),
    sketchRow("second", "crc32"),
    sketchRow("third", "xor16"),
    data.d.set(sketchMeta.least),
    when(sketchMeta.least.greaterThan(3), sendTo(2), sendTo(1)),
  ]),
  deparser: [hdr.ethernet, data],
});

const vlan = header("vlan_t", { priority: bit(3), drop_eligible: bit(1), id: bit(12), ether_type: bit(16) });
const tunnelled = headers({ ethernet, vlan: stack(vlan, 3) });
const outerType = constant("TYPE_OUTER", bit(16), 0x88a8);

const enter = action("enter", { id: bit(12), port: bit(9) }, ({ id, port }) => [
  tunnelled.vlan.pushFront(1),
  tunnelled.vlan.at(0).setValid(),
  tunnelled.vlan.at(0).priority.set(tunnelled.vlan.at(1).priority),
  tunnelled.vlan.at(0).drop_eligible.set(0),
  tunnelled.vlan.at(0).id.set(id),
  tunnelled.vlan.at(0).ether_type.set(tunnelled.ethernet.ether_type),
  tunnelled.ethernet.ether_type.set(outerType),
  sendTo(port),
]);
const leave = action("leave", { port: bit(9) }, ({ port }) => [
  tunnelled.ethernet.ether_type.set(tunnelled.vlan.at(0).ether_type),
  tunnelled.vlan.popFront(1),
  sendTo(port),
]);

/** Tags of customers travel behind a tag of the provider. */
const providerBridge = switchProgram("provider_bridge", {
  headers: tunnelled,
  metadata: metadata({}),
  parser: parser({
    start: state(
      [extract(tunnelled.ethernet)],
      select(
        tunnelled.ethernet.ether_type,
        [
          [outerType, "vlan"],
          [0x8100, "vlan"],
        ],
        "accept",
      ),
    ),
    vlan: state(
      [extract(tunnelled.vlan.next)],
      select(
        [tunnelled.vlan.last.ether_type, tunnelled.vlan.lastIndex.slice(1, 0)],
        [[[0x8100, { low: 0, high: 1 }], "vlan"]],
        "accept",
      ),
    ),
  }),
  ingress: when(tunnelled.vlan.at(0).isValid(), [
    table("customers", {
      key: {
        port: exact(packet.ingressPort),
        type: ternary(tunnelled.ethernet.ether_type),
        id: ternary(tunnelled.vlan.at(0).id),
      },
      actions: [enter, leave, noAction],
      size: 256,
    }).apply(),
  ]),
  deparser: [tunnelled.ethernet, tunnelled.vlan],
});

const rateMeta = metadata({ color: bit(2), port_color: bit(2) });
const perUser = directMeter("per_user", "packets", { doc: "What each customer may send." });
const perPort = meter("per_port_rate", 512, "bytes");
const colors = counter("colors", 4, "packets", { doc: "Packets by colour." });
const meterUser = action("meter_user", {}, () => perUser.execute(rateMeta.color));
const users = table("users", {
  key: { address: exact(hdr.ethernet.src) },
  actions: [meterUser, noAction],
  meter: perUser,
  size: 128,
});

/** Red packets are dropped, yellow ones marked. */
const rateLimiter = switchProgram("rate_limiter", {
  headers: hdr,
  metadata: rateMeta,
  parser: parser({ start: state([extract(hdr.ethernet), extract(data)], "accept") }),
  ingress: [
    sendTo(1),
    users.apply(),
    perPort.execute(packet.ingressPort, rateMeta.port_color),
    colors.count(rateMeta.color),
    when(rateMeta.color.equals(2).or(rateMeta.port_color.equals(2)), drop()),
    when(rateMeta.color.equals(1), data.a.set(data.a.or(0x80))),
  ],
  deparser: [hdr.ethernet, data],
  counters: { colors },
});

/** Copies of what matches go to a monitor, cut short, with a note of where they came from. */
const portMirror = feature(
  "port_mirror",
  [
    meta.small.set(cast(packet.ingressPort, bit(16)).slice(7, 0)),
    table("mirrored", {
      key: { kind: ternary(data.a) },
      actions: [
        action("mirror", { session: bit(32) }, ({ session }) => clone("ingress", session, [meta.small])),
        noAction,
      ],
    }).apply(),
    sendTo(1),
  ],
  when(packet.isClone, [data.b.set(meta.small), truncate(32)]),
);

/** A control with a table of its own in ingress, and one in egress with the same names inside. */
const marks = (name: string) => {
  const mark = action("mark", { value: bit(8) }, ({ value }) => data.b.set(value));
  return control(name, [table("marks", { key: { a: exact(data.a) }, actions: [mark, noAction] }).apply()]);
};
const namesInControls = feature(
  "names_in_controls",
  [marks("coming").apply(), multicast(2)],
  [marks("going").apply()],
);

const flags = metadata({ seen: bool(), flag: bit(1) });

/** Bools as keys, as arguments of actions and as numbers. */
const boolsEverywhere = switchProgram("bools_everywhere", {
  headers: hdr,
  metadata: flags,
  parser: parser({ start: state([extract(hdr.ethernet), extract(data)], "accept") }),
  ingress: [
    flags.seen.set(data.a.equals(1).or(data.b.equals(2).and(data.c.notEquals(3)))),
    flags.flag.set(cast(flags.seen, bit(1))),
    table("by_flag", {
      key: { seen: exact(flags.seen), valid: exact(data.isValid()) },
      actions: [
        action("answer", { port: bit(9), yes: bool() }, ({ port, yes }) => [
          when(yes.notEquals(flags.seen), data.a.set(0xff)),
          sendTo(port),
        ]),
        noAction,
      ],
    }).apply(),
    when(cast(flags.flag, bool()).not(), data.d.set(0)),
  ],
  deparser: [hdr.ethernet, data],
});

export const servicePrograms = [
  statefulFirewall,
  heavyHitters,
  providerBridge,
  rateLimiter,
  portMirror,
  namesInControls,
  boolsEverywhere,
];
