import {
  action,
  bit,
  counter,
  exact,
  literal,
  metadata,
  packet,
  setPriority,
  table,
  when,
} from "../../dsl/index.js";
import { hdr } from "./parser.js";

/** In which header a port's packets claim their class. */
export const markKind = { none: 0, dscp: 1, pcp: 2, exp: 3 } as const;

/** What is known of a packet besides its headers. */
export const meta = metadata({
  /** One of `markKind`. */
  mark: bit(2),
  /** What that header says. */
  claim: bit(6),
  class: bit(3),
  /** What the meter makes of the packet: 2 is red. */
  color: bit(2),
});

const believe = action("believe", { mark: bit(2) }, ({ mark }) => [meta.mark.set(mark)], {
  doc: "Packets of this port claim their class in this header: 1 DSCP, 2 PCP, 3 EXP.",
});

/** A mark that is not believed must not be believed further on either. */
const clearMarks = [
  when(hdr.vlan.isValid(), [hdr.vlan.pcp.set(0)]),
  when(hdr.mpls.isValid(), [hdr.mpls.exp.set(0)]),
  when(hdr.ipv4.isValid(), [hdr.ipv4.dscp.set(0)]),
];

const impose = action(
  "impose",
  { dscp: bit(6), traffic_class: bit(3) },
  ({ dscp, traffic_class }) => [
    meta.mark.set(markKind.none),
    meta.claim.set(dscp),
    meta.class.set(traffic_class),
  ],
  { doc: "Packets of this port have this class and DSCP, whatever they claim." },
);

const portTrust = table("port_trust", {
  key: { ingress_port: exact(packet.ingressPort) },
  actions: [believe, impose],
  default: impose({ dscp: 0, traffic_class: 0 }),
  size: 512,
  doc: "The trust boundary: which mark of a port's packets is believed. By default none is.",
});

const setClass = action("set_class", { traffic_class: bit(3) }, ({ traffic_class }) => [
  meta.class.set(traffic_class),
]);

const markClass = table("mark_class", {
  key: { mark: exact(meta.mark), claim: exact(meta.claim) },
  actions: [setClass],
  size: 256,
  doc: "The class that a mark asks for. What has no entry is best effort.",
});

const classTraffic = counter("class_traffic", 8, "packetsAndBytes", { doc: "What came in, by class." });

const readClaim = [
  when(meta.mark.equals(markKind.dscp).and(hdr.ipv4.isValid()), [meta.claim.set(hdr.ipv4.dscp)]),
  when(meta.mark.equals(markKind.pcp).and(hdr.vlan.isValid()), [
    meta.claim.set(literal(bit(3), 0).concat(hdr.vlan.pcp)),
  ]),
  when(meta.mark.equals(markKind.exp).and(hdr.mpls.isValid()), [
    meta.claim.set(literal(bit(3), 0).concat(hdr.mpls.exp)),
  ]),
];

/** Finds the class of a packet, and takes marks away that it has no right to. */
export const classification = {
  steps: [
    portTrust.apply(),
    when(
      meta.mark.equals(markKind.none),
      [...clearMarks, when(hdr.ipv4.isValid(), [hdr.ipv4.dscp.set(meta.claim)])],
      [...readClaim, markClass.apply()],
    ),
  ],
  /** Puts the packet into the queue of its class, and counts it. */
  finish: [setPriority(meta.class), classTraffic.count(meta.class)],
  clearMarks,
  tables: { port_trust: portTrust, mark_class: markClass },
  actions: { believe, impose, set_class: setClass },
  counters: { class_traffic: classTraffic },
} as const;
