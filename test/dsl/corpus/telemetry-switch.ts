import {
  action,
  bit,
  cast,
  checksum,
  clone,
  constant,
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
  register,
  registerAction,
  section,
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
import { ethernet } from "./base.js";

const ipv4 = header("ipv4_t", {
  version_ihl: bit(8),
  dscp: bit(6),
  ecn: bit(2),
  total_length: bit(16),
  rest: bit(32),
  ttl: bit(8),
  protocol: bit(8),
  header_checksum: bit(16),
  src: bit(32),
  dst: bit(32),
});
const udp = header("udp_t", { src: bit(16), dst: bit(16), length: bit(16), sum: bit(16) });
const shim = header("shim_t", { kind: bit(8), words: bit(8), hops: bit(8), next_dscp: bit(8) });
const hop = header("hop_t", {
  switch_id: bit(32),
  ingress_port: bit(16),
  egress_port: bit(16),
  queue_depth: bit(32),
  latency: bit(32),
  sequence: bit(32),
});

const hopsMax = 4;
const hopBytes = 24;
const hdr = headers({ ethernet, ipv4, udp, shim, hops: stack(hop, hopsMax) });
const meta = metadata({
  role: bit(2),
  switch_id: bit(32),
  remaining: bit(8),
  sequence: bit(32),
  arrived: bit(32),
  session: bit(32),
});

const telemetryDscp = constant("DSCP_TELEMETRY", bit(6), 0x20);
const roleSource = constant("ROLE_SOURCE", bit(2), 1);
const roleSink = constant("ROLE_SINK", bit(2), 2);

const parse = parser({
  start: state([extract(hdr.ethernet)], select(hdr.ethernet.ether_type, [[0x0800, "ipv4"]], "accept")),
  ipv4: state([extract(hdr.ipv4)], select(hdr.ipv4.protocol, [[17, "udp"]], "accept")),
  udp: state([extract(hdr.udp)], select(hdr.ipv4.dscp, [[telemetryDscp, "shim"]], "accept")),
  shim: state(
    [extract(hdr.shim), meta.remaining.set(hdr.shim.hops)],
    select(hdr.shim.hops, [[0, "accept"]], "hop"),
  ),
  hop: state(
    [extract(hdr.hops.next), meta.remaining.set(meta.remaining.subtract(1))],
    select(meta.remaining, [[0, "accept"]], "hop"),
  ),
});

const discard = action("discard", {}, () => drop());
const forward = action("forward", { port: bit(9), dst: bit(48) }, ({ port, dst }) => [
  hdr.ethernet.dst.set(dst),
  hdr.ipv4.ttl.set(hdr.ipv4.ttl.subtract(1)),
  sendTo(port),
]);
const routes = table("routes", {
  key: { dst: lpm(hdr.ipv4.dst) },
  actions: [forward, discard],
  default: discard(),
  size: 1024,
});

const watch = action("watch", {}, () => meta.role.set(roleSource), { doc: "Telemetry begins here." });
const watched = table("watched", {
  key: { src: ternary(hdr.ipv4.src), dst: ternary(hdr.ipv4.dst), port: ternary(hdr.udp.dst) },
  actions: [watch, noAction],
  size: 128,
  doc: "The flows that are watched.",
});
const report = action("report", { session: bit(32) }, ({ session }) => [
  meta.role.set(roleSink),
  meta.session.set(session),
]);
const sinks = table("sinks", {
  key: { port: exact(packet.egressPort) },
  actions: [report, noAction],
  size: 64,
  doc: "The ports behind which nobody understands telemetry.",
});
const identify = action("identify", { id: bit(32) }, ({ id }) => meta.switch_id.set(id));
const identity = table("identity", {
  key: {},
  actions: [identify],
  default: identify({ id: 0 }),
  doc: "Who this switch is.",
});

const sequences = register("sequences", bit(32), 1, { doc: "Packets that were watched here." });
const count = registerAction("next_sequence", sequences, (cell) => ({ cell: cell.add(1), output: cell }));

/** Adds this switch's words in front of those of the earlier ones. */
const addHop = action("add_hop", {}, () => [
  count.execute({ index: 0, into: meta.sequence }),
  hdr.hops.pushFront(1),
  hdr.hops.at(0).setValid(),
  hdr.hops.at(0).switch_id.set(meta.switch_id),
  hdr.hops.at(0).ingress_port.set(cast(packet.ingressPort, bit(16))),
  hdr.hops.at(0).egress_port.set(cast(packet.egressPort, bit(16))),
  hdr.hops.at(0).queue_depth.set(cast(packet.queueDepth, bit(32))),
  hdr.hops.at(0).latency.set(0),
  hdr.hops.at(0).sequence.set(meta.sequence),
  hdr.shim.hops.set(hdr.shim.hops.add(1)),
  hdr.shim.words.set(hdr.shim.words.add(hopBytes / 4)),
  hdr.ipv4.total_length.set(hdr.ipv4.total_length.add(hopBytes)),
  hdr.udp.length.set(hdr.udp.length.add(hopBytes)),
]);

const shimBytes = 4;
const begin = action("begin", {}, () => [
  hdr.shim.setValid(),
  hdr.shim.kind.set(1),
  hdr.shim.words.set(1),
  hdr.shim.hops.set(0),
  hdr.shim.next_dscp.set(cast(hdr.ipv4.dscp, bit(8))),
  hdr.ipv4.dscp.set(telemetryDscp),
  hdr.ipv4.total_length.set(hdr.ipv4.total_length.add(shimBytes)),
  hdr.udp.length.set(hdr.udp.length.add(shimBytes)),
]);

/** The packet goes on as it was when it was sent. */
const strip = action("strip", {}, () => {
  const bytes = cast(hdr.shim.words, bit(16)).shiftLeft(2);
  return [
    hdr.ipv4.total_length.set(hdr.ipv4.total_length.subtract(bytes)),
    hdr.udp.length.set(hdr.udp.length.subtract(bytes)),
    hdr.ipv4.dscp.set(hdr.shim.next_dscp.slice(5, 0)),
    hdr.shim.setInvalid(),
    hdr.hops.popFront(hopsMax),
  ];
});

const reportBytes = 128;
const ipChecksum = checksum(
  hdr.ipv4.header_checksum,
  [
    hdr.ipv4.version_ihl,
    hdr.ipv4.dscp,
    hdr.ipv4.ecn,
    hdr.ipv4.total_length,
    hdr.ipv4.rest,
    hdr.ipv4.ttl,
    hdr.ipv4.protocol,
    hdr.ipv4.src,
    hdr.ipv4.dst,
  ],
  { when: hdr.ipv4.isValid() },
);

/** In-band telemetry: every switch adds what it saw, the last one reports and takes it away. */
export const telemetrySwitch = switchProgram("telemetry_switch", {
  doc: "A router whose packets tell where they were.",
  headers: hdr,
  metadata: meta,
  parser: parse,
  updateChecksums: [ipChecksum],
  ingress: [
    when(hdr.ipv4.isValid().and(hdr.ipv4.ttl.greaterThan(1)), [
      routes.apply(),
      when(hdr.udp.isValid().and(hdr.shim.isValid().not()), watched.apply()),
    ]),
  ],
  egress: [
    identity.apply(),
    section("A clone is the report: short, with all hops", [when(packet.isClone, truncate(reportBytes))]),
    when(packet.isClone.not(), [
      when(meta.role.equals(roleSource), begin()),
      when(hdr.shim.isValid().and(hdr.shim.hops.lessThan(hopsMax)), addHop()),
      when(hdr.shim.isValid(), [
        sinks.apply(),
        when(meta.role.equals(roleSink), [clone("egress", meta.session), strip()]),
      ]),
    ]),
  ],
  deparser: [hdr.ethernet, hdr.ipv4, hdr.udp, hdr.shim, hdr.hops],
  tables: { routes, watched, sinks, identity },
  actions: { forward, discard, watch, report, identify },
  registers: { sequences },
});
