import { assert } from "../base/index.js";
import { headerCodec, type WireValues } from "./codec.js";
import { frameBytesMax, payloadBytesMax, ringworld, ringworldPort, ringworldVersion } from "./ringworld.js";
import {
  decodeUdpHeaders,
  ipv4At,
  type UdpHeaders,
  udpAt,
  udpFrame,
  udpHeaderFault,
  udpPayloadAt,
} from "./udp-datagram.js";

/** The fields of a `ringworld_t` header; the log index is in two halves, see `indexOf`. */
export type RingWorldHeader = WireValues<typeof ringworld>;

/** A RingWorld message with its surroundings. */
export interface RingWorldFrame {
  /** MAC addresses, 48 bits. */
  readonly ethernet: { readonly dst: bigint; readonly src: bigint };
  /** IPv4 addresses as 32-bit numbers, and the traffic class. */
  readonly ipv4: { readonly src: number; readonly dst: number; readonly dscp: number };
  /** `version` and `length` are set by `encodeFrame`. */
  readonly ringworld: RingWorldHeader;
  /** The entry's bytes; from `decodeFrame` a view of the frame. */
  readonly payload: Uint8Array;
}

/** Why bytes are no RingWorld frame. */
export type FrameFault =
  | "WIRE-TRUNCATED"
  | "WIRE-NOT-IPV4"
  | "WIRE-NOT-UDP"
  | "WIRE-CHECKSUM"
  | "WIRE-NOT-RINGWORLD"
  | "WIRE-VERSION"
  | "WIRE-LENGTH";

/** What `decodeFrame` found. */
export type DecodedFrame =
  | { readonly ok: true; readonly frame: RingWorldFrame }
  | { readonly ok: false; readonly code: FrameFault };

const ringworldCodec = headerCodec(ringworld);
const payloadAt = udpPayloadAt + ringworldCodec.byteLength;

/**
 * The bytes of a frame: Ethernet, IPv4, UDP, `ringworld_t`, payload. Lengths, ports and the IPv4 checksum are filled
 * in; the UDP checksum is 0, because a switch changes the header. A payload above `payloadBytesMax` asserts.
 */
export function encodeFrame(frame: RingWorldFrame): Uint8Array {
  const { payload } = frame;
  assert(payload.length <= payloadBytesMax, `a payload of ${payload.length} bytes`);
  const { src, dst, dscp } = frame.ipv4;
  const headers = {
    ethernet: frame.ethernet,
    source: { address: src, port: ringworldPort },
    destination: { address: dst, port: ringworldPort },
    dscp,
  };
  const bytes = udpFrame(headers, ringworldCodec.byteLength + payload.length);
  const header = { ...frame.ringworld, version: ringworldVersion, length: payload.length };
  ringworldCodec.encode(header, bytes, udpPayloadAt);
  bytes.set(payload, payloadAt);
  return bytes;
}

/**
 * Reads a frame that came from anywhere. It never throws; bytes after the entry are ignored
 * (Ethernet padding; the data of a request that a switch turned into its own refusal).
 *
 * @example
 * const decoded = decodeFrame(bytes);
 * if (decoded.ok) handle(decoded.frame);
 */
export function decodeFrame(bytes: Uint8Array): DecodedFrame {
  const headers = decodeUdpHeaders(bytes);
  const header = ringworldCodec.decode(bytes, udpPayloadAt);
  if (!headers || !header || bytes.length > frameBytesMax) return fault("WIRE-TRUNCATED");
  const wrong = udpHeaderFault(headers, bytes) ?? messageFault(headers, header, bytes.length);
  if (wrong) return fault(wrong);
  const { link, network } = headers;
  const frame = {
    ethernet: { dst: link.dst, src: link.src },
    ipv4: { src: network.src, dst: network.dst, dscp: network.dscp },
    ringworld: header,
    payload: bytes.subarray(payloadAt, payloadAt + header.length),
  };
  return { ok: true, frame };
}

function fault(code: FrameFault): DecodedFrame {
  return { ok: false, code };
}

function messageFault(
  { network, transport }: UdpHeaders,
  header: RingWorldHeader,
  frameLength: number,
): FrameFault | undefined {
  if (transport.src_port !== ringworldPort || transport.dst_port !== ringworldPort)
    return "WIRE-NOT-RINGWORLD";
  if (header.version !== ringworldVersion) return "WIRE-VERSION";
  const end = ipv4At + network.total_length;
  const agree =
    end <= frameLength &&
    frameLength <= frameBytesMax &&
    transport.length === end - udpAt &&
    header.length <= Math.min(end - payloadAt, payloadBytesMax);
  return agree ? undefined : "WIRE-LENGTH";
}
