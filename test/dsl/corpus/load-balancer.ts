import {
  action,
  actionSelector,
  bit,
  bool,
  checksum,
  directCounter,
  drop,
  exact,
  extract,
  header,
  headers,
  lpm,
  metadata,
  noAction,
  packet,
  parser,
  section,
  select,
  selector,
  sendTo,
  state,
  switchProgram,
  table,
  when,
} from "../../../src/dsl/index.js";
import { ethernet } from "./base.js";

const ipv4 = header("ipv4_t", {
  version_ihl: bit(8),
  service: bit(8),
  total_length: bit(16),
  rest: bit(32),
  ttl: bit(8),
  protocol: bit(8),
  header_checksum: bit(16),
  src: bit(32),
  dst: bit(32),
});
const udp = header("udp_t", { src: bit(16), dst: bit(16), length: bit(16), sum: bit(16) });
const hdr = headers({ ethernet, ipv4, udp });
const meta = metadata({ translated: bool() });

const parse = parser({
  start: state([extract(hdr.ethernet)], select(hdr.ethernet.ether_type, [[0x0800, "ipv4"]], "accept")),
  ipv4: state([extract(hdr.ipv4)], select(hdr.ipv4.protocol, [[17, "udp"]], "accept")),
  udp: state([extract(hdr.udp)], "accept"),
});

const toServer = action(
  "to_server",
  { address: bit(32), port: bit(16) },
  ({ address, port }) => [hdr.ipv4.dst.set(address), hdr.udp.dst.set(port), meta.translated.set(true)],
  { doc: "The service becomes one of its servers." },
);
const servers = actionSelector("servers", 256, {
  algorithm: "crc32",
  outputWidth: 16,
  doc: "The servers of all services.",
});
const services = table("services", {
  key: {
    address: exact(hdr.ipv4.dst),
    port: exact(hdr.udp.dst),
    client: selector(hdr.ipv4.src),
    client_port: selector(hdr.udp.src),
  },
  actions: [toServer, noAction],
  implementation: servers,
  size: 128,
  doc: "A service by its own address.",
});

const fromServer = action("from_server", { address: bit(32), port: bit(16) }, ({ address, port }) => [
  hdr.ipv4.src.set(address),
  hdr.udp.src.set(port),
  meta.translated.set(true),
]);
const hits = directCounter("answers", "packetsAndBytes");
const answers = table("answers_of_servers", {
  key: { address: exact(hdr.ipv4.src), port: exact(hdr.udp.src) },
  actions: [fromServer, noAction],
  counter: hits,
  size: 256,
  doc: "Answers get the address of their service back.",
});

const discard = action("discard", {}, () => drop());
const forward = action("forward", { port: bit(9), src: bit(48), dst: bit(48) }, ({ port, src, dst }) => [
  hdr.ethernet.src.set(src),
  hdr.ethernet.dst.set(dst),
  hdr.ipv4.ttl.set(hdr.ipv4.ttl.subtract(1)),
  sendTo(port),
]);
const routes = table("routes", {
  key: { dst: lpm(hdr.ipv4.dst) },
  actions: [forward, discard],
  default: discard(),
});

const { ipv4: ip } = hdr;
const ipFields = [
  ip.version_ihl,
  ip.service,
  ip.total_length,
  ip.rest,
  ip.ttl,
  ip.protocol,
  ip.src,
  ip.dst,
] as const;
const ipChecksum = checksum(ip.header_checksum, [...ipFields], { when: ip.isValid() });

/** Spreads the clients of a service over its servers, and hides those from them. */
export const loadBalancer = switchProgram("load_balancer", {
  doc: "Address translation in front of groups of servers.",
  headers: hdr,
  metadata: meta,
  parser: parse,
  verifyChecksums: [ipChecksum],
  updateChecksums: [ipChecksum],
  ingress: [
    when(hdr.udp.isValid(), [
      section("Clients to servers", [services.apply()]),
      section("Servers to clients", [when(meta.translated.not(), answers.apply())]),
      // A sum of 0 says that there is none (RFC 768).
      when(meta.translated, hdr.udp.sum.set(0)),
    ]),
    when(ip.isValid().and(ip.ttl.greaterThan(1)), routes.apply()),
  ],
  egress: when(packet.egressPort.equals(packet.ingressPort), drop()),
  deparser: [hdr.ethernet, hdr.ipv4, hdr.udp],
  tables: { services, answers, routes },
  actions: { toServer, fromServer, forward, discard },
});
