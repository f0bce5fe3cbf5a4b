import { action, bit, drop, exact, lpm, sendTo, table, when } from "../../dsl/index.js";
import { hdr } from "./parser.js";

const discard = action("discard", {}, () => [drop()]);

const forward = action("forward", { port: bit(9), dst_mac: bit(48) }, ({ port, dst_mac }) => [
  hdr.ethernet.dst.set(dst_mac),
  hdr.ipv4.ttl.set(hdr.ipv4.ttl.subtract(1)),
  sendTo(port),
]);

const ipv4Route = table("ipv4_route", {
  key: { dst: lpm(hdr.ipv4.dst) },
  actions: [forward, discard],
  default: discard(),
  size: 1024,
  doc: "The next hop of an IPv4 packet.",
});

const swapLabel = action(
  "swap_label",
  { label: bit(20), port: bit(9), dst_mac: bit(48) },
  ({ label, port, dst_mac }) => [
    hdr.mpls.label.set(label),
    hdr.mpls.ttl.set(hdr.mpls.ttl.subtract(1)),
    hdr.ethernet.dst.set(dst_mac),
    sendTo(port),
  ],
);

const mplsRoute = table("mpls_route", {
  key: { label: exact(hdr.mpls.label) },
  actions: [swapLabel, discard],
  default: discard(),
  size: 256,
  doc: "The next hop of a labelled packet.",
});

const bridgeTo = action("bridge_to", { port: bit(9) }, ({ port }) => [sendTo(port)]);

const bridgeTable = table("bridge", {
  key: { dst: exact(hdr.ethernet.dst) },
  actions: [bridgeTo, discard],
  default: discard(),
  size: 1024,
  doc: "The port of an Ethernet address, for whatever is neither IPv4 nor labelled.",
});

/** Sends a packet on. What has no way, or no hops left, is dropped. */
export const forwarding = {
  steps: [
    when(
      hdr.ipv4.isValid(),
      [when(hdr.ipv4.ttl.greaterThan(1), [ipv4Route.apply()], [discard()])],
      [
        when(
          hdr.mpls.isValid(),
          [when(hdr.mpls.ttl.greaterThan(1), [mplsRoute.apply()], [discard()])],
          [bridgeTable.apply()],
        ),
      ],
    ),
  ],
  tables: { ipv4_route: ipv4Route, mpls_route: mplsRoute, bridge: bridgeTable },
  actions: { forward, swap_label: swapLabel, bridge_to: bridgeTo, discard },
} as const;
