import { assert } from "../base/index.js";
import { internetChecksum } from "./checksum.js";
import { headerCodec, type WireValues } from "./codec.js";
import { ethernet, etherType } from "./ethernet.js";
import { ipProtocol, ipv4 } from "./ipv4.js";
import { entryBytesMax, frameBytesMax, ringworld, ringworldPort, ringworldVersion } from "./ringworld.js";
import { udp } from "./udp.js";

/** The fields of a `ringworld_t` header; the log index is in two halves, see `indexOf`. */
export type RingWorldHeader = WireValues<typeof ringworld>;

/** A RingWorld message with its surroundings. */
export interface RingWorldFrame {
  /** MAC addresses, 48 bits. */
  readonly ethernet: { readonly dst: bigint; readonly src: bigint };
  /** IPv4 addresses as 32-bit numbers, and the traffic class. */
  readonly ipv4: { readonly src: number; readonly dst: number; readonly dscp: number };
  /** `version`, `length` and `reserved` are set by `encodeFrame`. */
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

const codecs = {
  ethernet: headerCodec(ethernet),
  ipv4: headerCodec(ipv4),
  udp: headerCodec(udp),
  ringworld: headerCodec(ringworld),
};

const ipv4At = codecs.ethernet.byteLength;
const udpAt = ipv4At + codecs.ipv4.byteLength;
const ringworldAt = udpAt + codecs.udp.byteLength;
const payloadAt = ringworldAt + codecs.ringworld.byteLength;
const checksumAt = ipv4At + 10;

/**
 * The bytes of a frame: Ethernet, IPv4, UDP, `ringworld_t`, payload. Lengths, ports and the IPv4 checksum are filled
 * in; the UDP checksum is 0, because a switch changes the header. A payload above `entryBytesMax` asserts.
 */
export function encodeFrame(frame: RingWorldFrame): Uint8Array {
  const { payload } = frame;
  assert(payload.length <= entryBytesMax, `a payload of ${payload.length} bytes`);
  const bytes = new Uint8Array(payloadAt + payload.length);
  const { dst, src } = frame.ethernet;
  codecs.ethernet.encode({ dst, src, ether_type: etherType.ipv4 }, bytes, 0);
  encodeIpv4(frame, bytes);
  codecs.udp.encode(
    { src_port: ringworldPort, dst_port: ringworldPort, length: bytes.length - udpAt, checksum: 0 },
    bytes,
    udpAt,
  );
  const header = { ...frame.ringworld, version: ringworldVersion, length: payload.length, reserved: 0 };
  codecs.ringworld.encode(header, bytes, ringworldAt);
  bytes.set(payload, payloadAt);
  return bytes;
}

function encodeIpv4(frame: RingWorldFrame, bytes: Uint8Array): void {
  const { src, dst, dscp } = frame.ipv4;
  const values = {
    version: 4,
    ihl: 5,
    ecn: 0,
    total_length: bytes.length - ipv4At,
    identification: 0,
    flags: 2,
    fragment_offset: 0,
    ttl: 64,
    protocol: ipProtocol.udp,
    header_checksum: 0,
    src,
    dst,
    dscp,
  };
  codecs.ipv4.encode(values, bytes, ipv4At);
  const checksum = internetChecksum(bytes, ipv4At, codecs.ipv4.byteLength);
  bytes[checksumAt] = checksum >>> 8;
  bytes[checksumAt + 1] = checksum;
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
  const link = codecs.ethernet.decode(bytes, 0);
  const network = codecs.ipv4.decode(bytes, ipv4At);
  const transport = codecs.udp.decode(bytes, udpAt);
  const header = codecs.ringworld.decode(bytes, ringworldAt);
  if (!link || !network || !transport || !header || bytes.length > frameBytesMax)
    return fault("WIRE-TRUNCATED");
  const wrong = networkFault(link, network, bytes) ?? messageFault(network, transport, header, bytes.length);
  if (wrong) return fault(wrong);
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

function networkFault(
  link: WireValues<typeof ethernet>,
  network: WireValues<typeof ipv4>,
  bytes: Uint8Array,
): FrameFault | undefined {
  if (link.ether_type !== etherType.ipv4 || network.version !== 4 || network.ihl !== 5)
    return "WIRE-NOT-IPV4";
  if (internetChecksum(bytes, ipv4At, codecs.ipv4.byteLength) !== 0) return "WIRE-CHECKSUM";
  const fragment = network.fragment_offset !== 0 || (network.flags & 1) !== 0;
  return network.protocol !== ipProtocol.udp || fragment ? "WIRE-NOT-UDP" : undefined;
}

function messageFault(
  network: WireValues<typeof ipv4>,
  transport: WireValues<typeof udp>,
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
    header.length <= Math.min(end - payloadAt, entryBytesMax);
  return agree ? undefined : "WIRE-LENGTH";
}
