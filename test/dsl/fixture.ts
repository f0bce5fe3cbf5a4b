import {
  action,
  annotation,
  any,
  assertThat,
  atomic,
  bit,
  bool,
  cast,
  clone,
  constant,
  control,
  controllerHeader,
  counter,
  cpuPort,
  defaultOnly,
  digest,
  directCounter,
  directMeter,
  drop,
  exact,
  extract,
  hash,
  header,
  headers,
  literal,
  logMessage,
  lookahead,
  lpm,
  metadata,
  meter,
  multicast,
  mux,
  noAction,
  optional,
  packet,
  parser,
  parserError,
  random,
  range,
  recirculate,
  register,
  registerAction,
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
  valueSet,
  variable,
  verify,
  when,
} from "../../src/dsl/index.js";

const ethernet = header("ethernet_t", { dst: bit(48), src: bit(48), etherType: bit(16) });
const vlan = header("vlan_t", { priority: bit(3), dropEligible: bit(1), id: bit(12), etherType: bit(16) });
const message = header("message_t", { kind: bit(8), flags: bit(8), value: bit(32), index: bit(64) });
const packetIn = controllerHeader(
  "packet_in",
  header("packet_in_t", { ingressPort: bit(16), reason: bit(16) }),
);
export const packetOut = controllerHeader("packet_out", header("packet_out_t", { egressPort: bit(16) }));

export const hdr = headers({
  packetIn,
  packetOut,
  ethernet,
  vlan: stack(vlan, 2),
  message,
});
export const meta = metadata({
  ticket: bit(32),
  isNew: bool(),
  color: bit(2),
  bucket: bit(16),
  wide: bit(64),
});

const typeMessage = constant("TYPE_MESSAGE", bit(16), 0x88b5);
const typeVlan = constant("TYPE_VLAN", bit(16), 0x8100);
const trusted = valueSet("trusted_types", bit(16), 4);

const parse = parser({
  start: state([], select(packet.ingressPort, [[cpuPort, "packet_out"]], "ethernet")),
  packet_out: state([extract(hdr.packetOut)], "ethernet"),
  ethernet: state(
    [extract(hdr.ethernet)],
    select(
      hdr.ethernet.etherType,
      [
        [typeVlan, "vlan"],
        [typeMessage, "message"],
        [trusted, "message"],
        [{ value: 0x9000, mask: 0xf000 }, "accept"],
        [{ low: 1, high: 1500 }, "accept"],
      ],
      "reject",
    ),
  ),
  vlan: state(
    [extract(hdr.vlan.next)],
    select([hdr.vlan.last.etherType, hdr.vlan.last.id], [[[0x8100, any], "vlan"]], "message"),
  ),
  message: state(
    [verify(lookahead(bit(8)).notEquals(0), parserError("NoKind")), extract(hdr.message)],
    "accept",
  ),
});

const arrivals = register("arrivals", bit(32), 1024, { doc: "How many requests came." });
const takeTicket = registerAction("take_ticket", arrivals, (cell) => ({ cell: cell.add(1), output: cell }));
const newer = register("newest", bit(32), 16);
const accept = registerAction("accept_newer", newer, (cell) => ({
  cell: mux(hdr.message.value.greaterThan(cell), hdr.message.value, cell),
  output: hdr.message.value.greaterThan(cell),
}));
const perPort = counter("per_port", 512, "packetsAndBytes");
const hits = directCounter("hits", "packets");
const rate = meter("rate", 16, "bytes");
const entryRate = directMeter("entry_rate", "packets");
const learn = digest(struct("learn_t", { src: bit(48), port: bit(9) }));

const take = action("take", {}, () => [takeTicket.execute({ index: 0, into: meta.ticket })]);
const acceptNew = action("accept_new", { slot: bit(8) }, ({ slot }) => [
  accept.execute({ index: slot, into: meta.isNew }),
]);
const forward = action("forward", { port: bit(9), priority: bit(3) }, ({ port, priority }) => [
  setPriority(priority),
  sendTo(port),
  entryRate.execute(meta.color),
]);
const flood = action("flood", { group: bit(16) }, ({ group }) => multicast(group));
const discard = action("discard", {}, () => drop());

export const lanes = table("lanes", {
  key: { kind: exact(hdr.message.kind), flags: ternary(hdr.message.flags) },
  actions: [take, acceptNew, noAction],
  entries: [
    { key: { kind: 1, flags: { value: 1, mask: 1 } }, action: take() },
    { key: { kind: 2 }, action: acceptNew({ slot: 3 }) },
  ],
  constDefault: noAction(),
});
export const forwarding = table("forwarding", {
  key: {
    dst: lpm(hdr.ethernet.dst),
    port: optional(packet.ingressPort),
    id: range(hdr.vlan.at(0).id),
    tagged: exact(hdr.vlan.at(0).isValid()),
  },
  actions: [forward, flood, defaultOnly(discard)],
  default: discard(),
  size: 512,
  counter: hits,
  meter: entryRate,
  annotations: [annotation("id", 77)],
});

const distance = variable("distance", bit(32));
const local = variable("local_sum", bit(64), 5);

const sum = action("sum", {}, () => [
  local.set(cast(meta.ticket, bit(64)).add(meta.wide)),
  meta.wide.set(local),
]);

const stats = control("stats", [perPort.count(packet.ingressPort), rate.execute(3, meta.color)]);

export const fixture = switchProgram("fixture", {
  doc: "Every construct once.",
  headers: hdr,
  metadata: meta,
  parser: parse,
  ingress: [
    section("classify", [
      when(hdr.message.isValid(), lanes.apply()),
      distance.set(meta.ticket.subtract(hdr.message.value)),
      when(distance.slice(31, 31).equals(1), sum()),
    ]),
    hash(meta.bucket, "crc16", [hdr.ethernet.src, hdr.ethernet.dst], { base: 0, modulus: 16 }),
    random(meta.bucket, 0, 7),
    hdr.message.flags.setSlice(3, 0, 5),
    hdr.message.index.set(meta.ticket.concat(literal(bit(32), 7))),
    atomic([meta.isNew.set(true)]),
    forwarding.apply({ miss: [learn.send({ src: hdr.ethernet.src, port: packet.ingressPort })] }),
    when(meta.isNew, recirculate()),
    clone("ingress", 5, [meta.ticket]),
    logMessage("ticket {}", [meta.ticket]),
    assertThat(hdr.ethernet.isValid()),
    stats.apply(),
    when(hdr.packetOut.isValid(), [sendTo(hdr.packetOut.egressPort.slice(8, 0)), hdr.packetOut.setInvalid()]),
  ],
  egress: [
    when(packet.egressPort.equals(cpuPort), [
      hdr.packetIn.setValid(),
      hdr.packetIn.ingressPort.set(cast(packet.ingressPort, bit(16))),
      hdr.packetIn.reason.set(0),
    ]),
  ],
  updateChecksums: [],
  deparser: [hdr.packetIn, hdr.ethernet, hdr.vlan, hdr.message],
  tables: { lanes, forwarding },
  actions: { forward, flood, discard, acceptNew },
  registers: { arrivals },
  counters: { perPort },
  meters: { rate },
  digests: { learn },
  packetIn,
  packetOut,
});

export const entry = fixture.tables.forwarding.entry(
  { dst: { value: 1n, prefixLength: 48 }, port: 5, id: { low: 1, high: 5 }, tagged: true },
  fixture.actions.forward({ port: 3, priority: 1 }),
  { priority: 10 },
);
