import { bit, controllerHeader, header, headers } from "../dsl/index.js";
import { ethernet, ipv4, ringworld, udp } from "../wire/index.js";

const packetIn = header(
  "packet_in_t",
  { ingress_port: bit(16) },
  { doc: "In front of a packet that the switch sends to its controller." },
);

const packetOut = header(
  "packet_out_t",
  { egress_port: bit(16) },
  {
    doc: "In front of a packet from the controller: the port it leaves by, or 0 for what the program does with it.",
  },
);

/** The headers of every program here, in the order of the wire. */
export const hdr = headers({
  packet_in: controllerHeader("packet_in", packetIn),
  packet_out: controllerHeader("packet_out", packetOut),
  ethernet: header(ethernet),
  ipv4: header(ipv4),
  udp: header(udp),
  ringworld: header(ringworld),
});
