import {
  action,
  bit,
  drop,
  exact,
  extract,
  header,
  headers,
  lpm,
  metadata,
  packet,
  parser,
  select,
  sendTo,
  state,
  switchProgram,
  table,
  when,
} from "../dsl/index.js";
import { ethernet, etherType, ipv4 } from "../wire/index.js";
import { ipv4HeaderChecksum } from "./ipv4-checksum.js";

const hdr = headers({ ethernet: header(ethernet), ipv4: header(ipv4) });
const meta = metadata({ next_hop: bit(32) });

const discard = action("discard", {}, () => [drop()], { doc: "Drops the packet." });

const setNextHop = action(
  "set_next_hop",
  { next_hop: bit(32), port: bit(9) },
  ({ next_hop, port }) => [
    meta.next_hop.set(next_hop),
    hdr.ipv4.ttl.set(hdr.ipv4.ttl.subtract(1)),
    sendTo(port),
  ],
  { doc: "Sends the packet towards a next hop, one hop less to live." },
);

const setDestinationMac = action("set_destination_mac", { mac: bit(48) }, ({ mac }) => [
  hdr.ethernet.dst.set(mac),
]);

const setSourceMac = action("set_source_mac", { mac: bit(48) }, ({ mac }) => [hdr.ethernet.src.set(mac)]);

const routes = table("routes", {
  key: { dst: lpm(hdr.ipv4.dst) },
  actions: [setNextHop, discard],
  default: discard(),
  size: 1024,
  doc: "Finds the next hop of a destination; the longest prefix wins.",
});

const neighbours = table("neighbours", {
  key: { next_hop: exact(meta.next_hop) },
  actions: [setDestinationMac, discard],
  default: discard(),
  size: 512,
  doc: "Knows the MAC address of every next hop.",
});

const senders = table("senders", {
  key: { port: exact(packet.egressPort) },
  actions: [setSourceMac, discard],
  default: discard(),
  size: 256,
  doc: "Knows the router's own MAC address on every port.",
});

const checksumOfIpv4 = ipv4HeaderChecksum(hdr.ipv4);

/** An IPv4 router: longest prefix match, time to live, header checksum, MAC rewriting. */
export const router = switchProgram("router", {
  doc: "An IPv4 router.",
  headers: hdr,
  metadata: meta,
  parser: parser({
    start: state(
      [extract(hdr.ethernet)],
      select(hdr.ethernet.ether_type, [[etherType.ipv4, "parse_ipv4"]], "accept"),
    ),
    parse_ipv4: state([extract(hdr.ipv4)], "accept"),
  }),
  verifyChecksums: [checksumOfIpv4],
  ingress: when(
    hdr.ipv4.isValid().and(hdr.ipv4.ttl.greaterThan(1)),
    routes.apply({ actions: { set_next_hop: neighbours.apply() } }),
    discard(),
  ),
  egress: when(hdr.ipv4.isValid(), senders.apply()),
  updateChecksums: [checksumOfIpv4],
  deparser: [hdr.ethernet, hdr.ipv4],
  tables: { routes, neighbours, senders },
  actions: { setNextHop, setDestinationMac, setSourceMac, discard },
});
