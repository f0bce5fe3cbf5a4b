import type { ControllerPacket } from "p4runtime-js-grpc/values";
import type { OutgoingMessage } from "../../src/ringworld/index.js";
import { decodeFrame, encodeFrame, macOfIpv4, type RingWorldHeader } from "../../src/wire/index.js";

/** Where the program itself decides what becomes of a packet-out: no port. */
const toProgram = 0n;

/**
 * A message for the data plane of a switch, or for a log server behind it. The controller has no address, and answers
 * come as packet-in; the switch lends its own, because hosts drop what comes from nowhere.
 */
export function packetOutOf(
  { destination, header, payload }: OutgoingMessage,
  switchAddress: number,
): ControllerPacket {
  const frame = encodeFrame({
    ethernet: { dst: macOfIpv4(destination), src: 0n },
    ipv4: { src: switchAddress, dst: destination, dscp: 0 },
    ringworld: header,
    payload,
  });
  return { payload: frame, metadata: { egress_port: toProgram } };
}

/** A message that a switch sent to its controller. */
export interface ControlAnswer {
  readonly header: RingWorldHeader;
  readonly payload: Uint8Array;
}

/** The message in a packet-in; undefined when it is none. */
export function messageOf(packet: ControllerPacket): ControlAnswer | undefined {
  const decoded = decodeFrame(packet.payload);
  return decoded.ok ? { header: decoded.frame.ringworld, payload: decoded.frame.payload } : undefined;
}
