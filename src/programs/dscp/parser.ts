import { extract, header, headers, parser, select, state } from "../../dsl/index.js";
import { ethernet, etherType, ipv4, mpls, vlan } from "../../wire/index.js";
import { ipv4HeaderChecksum } from "../ipv4-checksum.js";

/** The headers in which a packet can claim a class, in the order of the wire. */
export const hdr = headers({
  ethernet: header(ethernet),
  vlan: header(vlan),
  mpls: header(mpls),
  ipv4: header(ipv4),
});

/** Ethernet, perhaps a VLAN tag, then IPv4 or the top label of an MPLS stack. What is something else stays payload. */
export const markParser = parser({
  start: state(
    [extract(hdr.ethernet)],
    select(
      hdr.ethernet.ether_type,
      [
        [etherType.vlan, "vlan"],
        [etherType.mpls, "mpls"],
        [etherType.ipv4, "ipv4"],
      ],
      "accept",
    ),
  ),
  vlan: state(
    [extract(hdr.vlan)],
    select(
      hdr.vlan.ether_type,
      [
        [etherType.mpls, "mpls"],
        [etherType.ipv4, "ipv4"],
      ],
      "accept",
    ),
  ),
  mpls: state([extract(hdr.mpls)], "accept"),
  ipv4: state([extract(hdr.ipv4)], "accept"),
});

/** The checksum of an IPv4 header without options; with options it is left to the sender's. */
export const markedChecksum = ipv4HeaderChecksum(hdr.ipv4, hdr.ipv4.isValid().and(hdr.ipv4.ihl.equals(5)));
