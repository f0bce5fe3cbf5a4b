import {
  action,
  any,
  bit,
  bool,
  checksum,
  counter,
  digest,
  directCounter,
  drop,
  exact,
  extract,
  header,
  headers,
  literal,
  lpm,
  metadata,
  multicast,
  noAction,
  optional,
  packet,
  parser,
  parserError,
  range,
  section,
  select,
  sendTo,
  setPriority,
  stack,
  state,
  struct,
  switchProgram,
  table,
  ternary,
  verify,
  when,
} from "../../../src/dsl/index.js";
import { ethernet } from "./base.js";

const vlan = header("vlan_t", { priority: bit(3), drop_eligible: bit(1), id: bit(12), ether_type: bit(16) });
const ipv4 = header("ipv4_t", {
  version: bit(4),
  ihl: bit(4),
  dscp: bit(6),
  ecn: bit(2),
  total_length: bit(16),
  identification: bit(16),
  flags: bit(3),
  fragment_offset: bit(13),
  ttl: bit(8),
  protocol: bit(8),
  header_checksum: bit(16),
  src: bit(32),
  dst: bit(32),
});
const ports = header("ports_t", { src: bit(16), dst: bit(16) });

const hdr = headers({ ethernet, vlan: stack(vlan, 2), ipv4, ports });
const meta = metadata({
  tag_id: bit(12),
  vlan_id: bit(12),
  next_hop: bit(16),
  routed: bool(),
  source_port: bit(16),
  destination_port: bit(16),
});

const parse = parser({
  start: state(
    [extract(hdr.ethernet)],
    select(
      hdr.ethernet.ether_type,
      [
        [0x8100, "vlan"],
        [0x0800, "ipv4"],
      ],
      "accept",
    ),
  ),
  vlan: state(
    [extract(hdr.vlan.next)],
    select(
      hdr.vlan.last.ether_type,
      [
        [0x8100, "vlan"],
        [0x0800, "ipv4"],
      ],
      "accept",
    ),
  ),
  ipv4: state(
    [
      extract(hdr.ipv4),
      verify(hdr.ipv4.version.equals(4), parserError("BadVersion")),
      verify(hdr.ipv4.ihl.equals(5), parserError("HasOptions")),
    ],
    select(
      [hdr.ipv4.fragment_offset, hdr.ipv4.protocol],
      [
        [[0, 6], "ports"],
        [[0, 17], "ports"],
        [[any, any], "accept"],
      ],
    ),
  ),
  ports: state([extract(hdr.ports)], "accept"),
});

const perPort = counter("per_port", 512, "packetsAndBytes", { doc: "What came in at each port." });
const discard = action("discard", {}, () => drop(), { doc: "Not here." });

const setVlan = action("set_vlan", { id: bit(12) }, ({ id }) => meta.vlan_id.set(id));
const keepVlan = action("keep_vlan", {}, () => meta.vlan_id.set(meta.tag_id));

/** Which VLAN a packet belongs to: its tag's, or its port's. */
const portVlan = table("port_vlan", {
  key: {
    port: exact(packet.ingressPort),
    tagged: exact(hdr.vlan.at(0).isValid()),
    id: ternary(meta.tag_id),
  },
  actions: [setVlan, keepVlan, discard],
  default: discard(),
  size: 512,
  doc: "The VLAN of a packet, by port and tag.",
});

const learn = digest(struct("learn_t", { address: bit(48), vlan: bit(12), port: bit(9) }));

/** Addresses that are known need no learning. */
const knownSources = table("known_sources", {
  key: { vlan: exact(meta.vlan_id), src: exact(hdr.ethernet.src), port: exact(packet.ingressPort) },
  actions: [noAction],
  size: 4096,
  idleTimeout: true,
  doc: "Who was seen where.",
});

const bridge = action("bridge", { port: bit(9) }, ({ port }) => sendTo(port));
const flood = action("flood", { group: bit(16) }, ({ group }) => multicast(group));
const destinations = table("destinations", {
  key: { vlan: exact(meta.vlan_id), dst: exact(hdr.ethernet.dst) },
  actions: [bridge, discard, noAction],
  size: 4096,
  doc: "Where a station is.",
});
const floods = table("floods", {
  key: { vlan: exact(meta.vlan_id) },
  actions: [flood, discard],
  default: discard(),
  size: 256,
  doc: "The ports of a VLAN.",
});

const routerAddress = table("router_address", {
  key: { vlan: exact(meta.vlan_id), dst: exact(hdr.ethernet.dst) },
  actions: [noAction],
  size: 64,
  doc: "Packets to these addresses are routed.",
});
const toNextHop = action("to_next_hop", { next_hop: bit(16) }, ({ next_hop }) => [
  meta.next_hop.set(next_hop),
  meta.routed.set(true),
]);
const routeHits = directCounter("route_hits", "packets");
const routes = table("routes", {
  key: { dst: lpm(hdr.ipv4.dst) },
  actions: [toNextHop, discard],
  default: discard(),
  size: 2048,
  counter: routeHits,
  doc: "Routes of IPv4.",
});
const rewrite = action(
  "rewrite",
  { port: bit(9), vlan: bit(12), src: bit(48), dst: bit(48) },
  ({ port, vlan: id, src, dst }) => [
    hdr.ethernet.src.set(src),
    hdr.ethernet.dst.set(dst),
    hdr.ipv4.ttl.set(hdr.ipv4.ttl.subtract(1)),
    meta.vlan_id.set(id),
    sendTo(port),
  ],
);
const nextHops = table("next_hops", {
  key: { next_hop: exact(meta.next_hop) },
  actions: [rewrite, discard],
  default: discard(),
  size: 1024,
});

const permit = action("permit", { priority: bit(3) }, ({ priority }) => setPriority(priority));
const rules = directCounter("rule_hits", "packetsAndBytes");
const acl = table("acl", {
  key: {
    src: ternary(hdr.ipv4.src),
    dst: ternary(hdr.ipv4.dst),
    protocol: optional(hdr.ipv4.protocol),
    source_port: range(meta.source_port),
    destination_port: range(meta.destination_port),
  },
  actions: [permit, discard],
  default: permit({ priority: 0 }),
  size: 512,
  counter: rules,
  doc: "The access control list: who may speak with whom.",
});

const setTag = action("set_tag", {}, () => [
  hdr.vlan.pushFront(1),
  hdr.vlan.at(0).setValid(),
  hdr.vlan.at(0).priority.set(0),
  hdr.vlan.at(0).drop_eligible.set(0),
  hdr.vlan.at(0).id.set(meta.vlan_id),
  hdr.vlan.at(0).ether_type.set(hdr.ethernet.ether_type),
  hdr.ethernet.ether_type.set(0x8100),
]);
const takeTag = action("take_tag", {}, () =>
  when(hdr.vlan.at(0).isValid(), [
    hdr.ethernet.ether_type.set(hdr.vlan.at(0).ether_type),
    hdr.vlan.popFront(1),
  ]),
);
const renumber = action("renumber", {}, () => hdr.vlan.at(0).id.set(meta.vlan_id));
const tagging = table("tagging", {
  key: {
    port: exact(packet.egressPort),
    vlan: exact(meta.vlan_id),
    tagged: exact(hdr.vlan.at(0).isValid()),
  },
  actions: [setTag, takeTag, renumber, noAction],
  size: 1024,
  doc: "How packets of a VLAN leave a port.",
});

const { ipv4: ip } = hdr;
const ipChecksum = checksum(
  ip.header_checksum,
  [
    ip.version,
    ip.ihl,
    ip.dscp,
    ip.ecn,
    ip.total_length,
    ip.identification,
    ip.flags,
    ip.fragment_offset,
    ip.ttl,
    ip.protocol,
    ip.src,
    ip.dst,
  ],
  { when: ip.isValid() },
);

const toOtherPort = action("back_to_sender", {}, () => drop(), { doc: "A copy for the port it came from." });

/** A switch as it stands in a wiring closet: VLANs, learning, routing and access lists. */
export const campusSwitch = switchProgram("campus_switch", {
  doc: "Layer 2, layer 3 and access control.",
  version: "1.0.0",
  headers: hdr,
  metadata: meta,
  parser: parse,
  verifyChecksums: [ipChecksum],
  updateChecksums: [ipChecksum],
  ingress: [
    perPort.count(packet.ingressPort),
    section("Which VLAN", [
      when(hdr.vlan.at(0).isValid(), meta.tag_id.set(hdr.vlan.at(0).id)),
      portVlan.apply(),
    ]),
    section("Who is where", [
      knownSources.apply({
        miss: learn.send({ address: hdr.ethernet.src, vlan: meta.vlan_id, port: packet.ingressPort }),
      }),
    ]),
    section("Where to", [
      when(
        ip.isValid().and(ip.ttl.greaterThan(1)),
        routerAddress.apply({ hit: [routes.apply(), when(meta.routed, nextHops.apply())] }),
      ),
      when(meta.routed.not(), destinations.apply({ miss: floods.apply() })),
    ]),
    section("Whether at all", [
      when(ip.isValid(), [
        when(hdr.ports.isValid(), [
          meta.source_port.set(hdr.ports.src),
          meta.destination_port.set(hdr.ports.dst),
        ]),
        acl.apply(),
      ]),
    ]),
  ],
  egress: [
    when(packet.egressPort.equals(packet.ingressPort).and(meta.routed.not()), toOtherPort()),
    tagging.apply(),
    when(
      hdr.vlan
        .at(0)
        .isValid()
        .and(hdr.vlan.at(0).id.equals(literal(bit(12), 4095))),
      drop(),
    ),
  ],
  deparser: [hdr.ethernet, hdr.vlan, hdr.ipv4, hdr.ports],
  tables: { portVlan, knownSources, destinations, floods, routerAddress, routes, nextHops, acl, tagging },
  actions: {
    setVlan,
    keepVlan,
    discard,
    bridge,
    flood,
    toNextHop,
    rewrite,
    permit,
    setTag,
    takeTag,
    renumber,
  },
  counters: { perPort },
  digests: { learn },
});
