import {
  action,
  bit,
  bool,
  cast,
  controllerHeader,
  counter,
  cpuPort,
  digest,
  drop,
  exact,
  extract,
  header,
  headers,
  metadata,
  meter,
  packet,
  parser,
  register,
  registerAction,
  select,
  sendTo,
  state,
  struct,
  switchOn,
  switchProgram,
  table,
  ternary,
  when,
} from "../../src/dsl/index.js";

const packetIn = controllerHeader(
  "packet_in",
  header("packet_in_t", { ingress_port: bit(16), reason: bit(8) }),
);
const packetOut = controllerHeader("packet_out", header("packet_out_t", { egress_port: bit(16) }));
const hdr = headers({
  packet_in: packetIn,
  packet_out: packetOut,
  message: header("message_t", { kind: bit(8), value: bit(8) }),
});
const meta = metadata({ is_big: bool(), color: bit(2) });

const forward = action("forward", { port: bit(9), mark: bool() }, ({ port, mark }) => [
  sendTo(port),
  when(mark, hdr.message.value.set(0xff)),
]);
const discard = action("discard", {}, () => drop());
const routes = table("routes", {
  key: { kind: exact(hdr.message.kind), value: ternary(hdr.message.value), big: exact(meta.is_big) },
  actions: [forward, discard],
  default: discard(),
});

const arrivals = counter("arrivals", 256, "packetsAndBytes");
const rate = meter("rate", 16, "packets");
const learn = digest(struct("learn_t", { kind: bit(8), port: bit(9) }));
const windows = register("windows", struct("window_t", { low: bit(32), high: bit(32) }), 256);
const extend = registerAction("extend", windows, (cell) => ({
  cell: { low: cell.low, high: cell.high.add(1) },
}));

const toController = [
  hdr.packet_in.setValid(),
  hdr.packet_in.ingress_port.set(cast(packet.ingressPort, bit(16))),
  hdr.packet_in.reason.set(1),
  sendTo(cpuPort),
];

/** A program that shows one of everything to its control plane. */
export const shown = switchProgram("shown", {
  headers: hdr,
  metadata: meta,
  parser: parser({
    start: state([], select(packet.ingressPort, [[cpuPort, "packet_out"]], "message")),
    packet_out: state([extract(hdr.packet_out)], "message"),
    message: state([extract(hdr.message)], "accept"),
  }),
  ingress: when(
    hdr.packet_out.isValid(),
    [sendTo(hdr.packet_out.egress_port.slice(8, 0)), hdr.packet_out.setInvalid()],
    [
      arrivals.count(hdr.message.kind),
      extend.execute({ index: hdr.message.kind }),
      rate.execute(0, meta.color),
      meta.is_big.set(hdr.message.value.greaterThan(100)),
      switchOn(
        hdr.message.kind,
        [
          [200, learn.send({ kind: hdr.message.kind, port: packet.ingressPort })],
          [201, toController],
        ],
        routes.apply(),
      ),
    ],
  ),
  deparser: [hdr.packet_in, hdr.message],
  packetIn,
  packetOut,
  tables: { routes },
  actions: { forward, discard },
  registers: { windows },
  counters: { arrivals },
  meters: { rate },
  digests: { learn },
});
