import { any, cpuPort, extract, packet, parser, select, state } from "../dsl/index.js";
import { etherType, ipProtocol, ringworldPort } from "../wire/index.js";
import { hdr } from "./headers.js";
import { ipv4HeaderChecksum } from "./ipv4-checksum.js";

const withoutOptions = 5;

/**
 * Packets from the controller begin with `packet_out`; then Ethernet, IPv4 without options, UDP, RingWorld. What is
 * something else stays payload.
 */
export const packetParser = parser({
  start: state(
    [],
    select(packet.ingressPort, [
      [cpuPort, "packet_out"],
      [any, "ethernet"],
    ]),
  ),
  packet_out: state([extract(hdr.packet_out)], "ethernet"),
  ethernet: state(
    [extract(hdr.ethernet)],
    select(hdr.ethernet.ether_type, [[etherType.ipv4, "ipv4"]], "accept"),
  ),
  ipv4: state(
    [extract(hdr.ipv4)],
    select(
      [hdr.ipv4.ihl, hdr.ipv4.fragment_offset, hdr.ipv4.protocol],
      [[[withoutOptions, 0, ipProtocol.udp], "udp"]],
      "accept",
    ),
  ),
  udp: state([extract(hdr.udp)], select(hdr.udp.dst_port, [[ringworldPort, "ringworld"]], "accept")),
  ringworld: state([extract(hdr.ringworld)], "accept"),
});

/** The headers that go out, in the order of the wire. */
export const packetDeparser = [hdr.packet_in, hdr.ethernet, hdr.ipv4, hdr.udp, hdr.ringworld] as const;

/** The checksum of the IPv4 header. */
export const ipv4Checksum = ipv4HeaderChecksum(hdr.ipv4);
