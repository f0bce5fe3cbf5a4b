import { bit, cast, cpuPort, packet, section, sendTo, when } from "../../dsl/index.js";
import { hdr } from "../headers.js";
import { meta } from "./meta.js";
import { kind, operation } from "./operations.js";

const { ringworld } = hdr;

const sendToController = [
  hdr.packet_in.setValid(),
  hdr.packet_in.ingress_port.set(cast(packet.ingressPort, bit(16))),
  sendTo(cpuPort),
];

/** What a log server of the rack answers its controller, which has no address. */
export const passToController = when(meta.operation.equals(operation.toController), sendToController);

/** What the registers hold, for the controller: BMv2 shows no registers over P4Runtime. */
export const answerStatus = when(
  meta.operation.equals(operation.status).or(meta.operation.equals(operation.setLane)),
  [
    section("Registers for the controller", [
      ringworld.kind.set(kind.statusReply),
      ringworld.view.set(meta.view),
      ringworld.epoch.set(meta.epoch),
      ringworld.ticket.set(meta.arrivals),
      ringworld.count.set(meta.released),
      ringworld.sequence.set(meta.token_sequence),
      ringworld.tag.set(meta.cursor),
      ...sendToController,
    ]),
  ],
);

/** A packet that the controller sends straight out of a port. */
export const isDirect = hdr.packet_out.isValid().and(hdr.packet_out.egress_port.notEquals(0));
export const sendDirect = [sendTo(hdr.packet_out.egress_port.slice(8, 0))];
