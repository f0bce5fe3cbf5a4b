import { assert, ByteSlab } from "../base/index.js";
import { internetChecksum } from "./checksum.js";
import { headerCodec } from "./codec.js";
import { ethernet, etherType } from "./ethernet.js";
import { ipProtocol, ipv4 } from "./ipv4.js";
import { udp } from "./udp.js";

/** One end of a datagram: IPv4 address as a 32-bit number, and UDP port. */
export interface UdpEnd {
  readonly address: number;
  readonly port: number;
}

/** A UDP datagram in an Ethernet frame. */
export interface UdpDatagram {
  /** MAC addresses, 48 bits. */
  readonly ethernet: { readonly dst: bigint; readonly src: bigint };
  readonly source: UdpEnd;
  readonly destination: UdpEnd;
  /** Traffic class, 0 … 63. */
  readonly dscp: number;
  /** From `decodeUdpDatagram` a view of the frame. */
  readonly payload: Uint8Array;
}

const codecs = { ethernet: headerCodec(ethernet), ipv4: headerCodec(ipv4), udp: headerCodec(udp) };
/** Where the headers of a UDP datagram without IPv4 options begin in an Ethernet frame, in bytes. */
export const ipv4At = codecs.ethernet.byteLength;
export const udpAt = ipv4At + codecs.ipv4.byteLength;
export const udpPayloadAt = udpAt + codecs.udp.byteLength;
const checksumAt = ipv4At + 10;
const payloadBytesMax = 65_507;
const slab = new ByteSlab();

/**
 * A frame with its Ethernet, IPv4 and UDP headers, and room for the payload at `udpPayloadAt`. The UDP checksum is 0:
 * Ethernet checks every link, and a switch changes what a checksum would cover.
 */
export function udpFrame(headers: Omit<UdpDatagram, "payload">, payloadBytes: number): Uint8Array {
  const { source, destination } = headers;
  assert(payloadBytes <= payloadBytesMax, `a payload of ${payloadBytes} bytes`);
  const bytes = slab.take(udpPayloadAt + payloadBytes);
  const { dst, src } = headers.ethernet;
  codecs.ethernet.encode({ dst, src, ether_type: etherType.ipv4 }, bytes, 0);
  encodeIpv4(headers, bytes);
  const length = bytes.length - udpAt;
  const transport = { src_port: source.port, dst_port: destination.port, length, checksum: 0 };
  codecs.udp.encode(transport, bytes, udpAt);
  return bytes;
}

/** The bytes of a frame around a datagram. */
export function encodeUdpDatagram(datagram: UdpDatagram): Uint8Array {
  const bytes = udpFrame(datagram, datagram.payload.length);
  bytes.set(datagram.payload, udpPayloadAt);
  return bytes;
}

function encodeIpv4(headers: Omit<UdpDatagram, "payload">, bytes: Uint8Array): void {
  const values = {
    version: 4,
    ihl: 5,
    dscp: headers.dscp,
    ecn: 0,
    total_length: bytes.length - ipv4At,
    identification: 0,
    flags: 2,
    fragment_offset: 0,
    ttl: 64,
    protocol: ipProtocol.udp,
    header_checksum: 0,
    src: headers.source.address,
    dst: headers.destination.address,
  };
  codecs.ipv4.encode(values, bytes, ipv4At);
  const checksum = internetChecksum(bytes, ipv4At, codecs.ipv4.byteLength);
  bytes[checksumAt] = checksum >>> 8;
  bytes[checksumAt + 1] = checksum;
}

/** Reads a frame that came from anywhere; undefined when there is no whole UDP datagram in it. */
export function decodeUdpDatagram(bytes: Uint8Array): UdpDatagram | undefined {
  const headers = decodeUdpHeaders(bytes);
  if (headers === undefined || udpHeaderFault(headers, bytes) !== undefined) return undefined;
  const { link, network, transport } = headers;
  const end = ipv4At + network.total_length;
  if (end < udpPayloadAt || end > bytes.length || transport.length !== end - udpAt) return undefined;
  return {
    ethernet: { dst: link.dst, src: link.src },
    source: { address: network.src, port: transport.src_port },
    destination: { address: network.dst, port: transport.dst_port },
    dscp: network.dscp,
    payload: bytes.subarray(udpPayloadAt, end),
  };
}

/** The Ethernet, IPv4 and UDP headers at the begin of a frame. */
export type UdpHeaders = NonNullable<ReturnType<typeof decodeUdpHeaders>>;

/** Reads the headers, whatever they say; undefined when the frame is too short for them. */
export function decodeUdpHeaders(bytes: Uint8Array) {
  const link = codecs.ethernet.decode(bytes, 0);
  const network = codecs.ipv4.decode(bytes, ipv4At);
  const transport = codecs.udp.decode(bytes, udpAt);
  if (link === undefined || network === undefined || transport === undefined) return undefined;
  return { link, network, transport };
}

/** Why headers are not those of a whole UDP datagram without options, or undefined. */
export function udpHeaderFault({ link, network }: UdpHeaders, bytes: Uint8Array) {
  if (link.ether_type !== etherType.ipv4 || network.version !== 4 || network.ihl !== 5)
    return "WIRE-NOT-IPV4";
  if (internetChecksum(bytes, ipv4At, codecs.ipv4.byteLength) !== 0) return "WIRE-CHECKSUM";
  const fragment = network.fragment_offset !== 0 || (network.flags & 1) !== 0;
  return network.protocol !== ipProtocol.udp || fragment ? "WIRE-NOT-UDP" : undefined;
}
