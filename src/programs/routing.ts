import { action, bit, lpm, sendTo, table, when } from "../dsl/index.js";
import { hdr } from "./headers.js";

const forward = action("forward", { port: bit(9), dst_mac: bit(48) }, ({ port, dst_mac }) => [
  hdr.ethernet.dst.set(dst_mac),
  hdr.ipv4.ttl.set(hdr.ipv4.ttl.subtract(1)),
  sendTo(port),
]);

const ipv4Route = table("ipv4_route", {
  key: { dst: lpm(hdr.ipv4.dst) },
  actions: [forward],
  size: 1024,
  doc: "The next hop of a packet. What has no route, or no hops left, is dropped.",
});

/** Sends an IPv4 packet on towards its destination. */
export const routing = {
  steps: [when(hdr.ipv4.ttl.greaterThan(1), [ipv4Route.apply()])],
  tables: { ipv4_route: ipv4Route },
  actions: { forward },
} as const;
