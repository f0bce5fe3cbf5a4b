import { concatBytes } from "../../base/index.js";
import {
  decodeUdpDatagram,
  ipv4At,
  type UdpDatagram,
  type UdpEnd,
  udpFrame,
  udpPayloadAt,
} from "../../wire/index.js";

/** Puts a frame's IPv4 packet into a datagram of its own, of a traffic class of its own. */
export function wrap(frame: Uint8Array, source: UdpEnd, destination: UdpEnd, dscp: number): Uint8Array {
  const ethernet = { dst: 0n, src: 0n };
  const outer = udpFrame({ ethernet, source, destination, dscp }, frame.length - ipv4At);
  outer.set(frame.subarray(ipv4At), udpPayloadAt);
  return outer;
}

/** A datagram that was in another one. */
export interface Unwrapped {
  readonly frame: Uint8Array;
  readonly datagram: UdpDatagram;
}

/** Takes the datagram out of the one around it; undefined when there is none in it. */
export function unwrap(outer: Uint8Array, { payload }: UdpDatagram): Unwrapped | undefined {
  const frame = concatBytes([outer.subarray(0, ipv4At), payload]);
  const datagram = decodeUdpDatagram(frame);
  return datagram && { frame, datagram };
}

/** Whether two ends are one. */
export function isSameEnd(left: UdpEnd, right: UdpEnd): boolean {
  return left.address === right.address && left.port === right.port;
}
