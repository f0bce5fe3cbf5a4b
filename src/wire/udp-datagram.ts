import { assert } from "../base/index.js";
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
const ipv4At = codecs.ethernet.byteLength;
const udpAt = ipv4At + codecs.ipv4.byteLength;
const payloadAt = udpAt + codecs.udp.byteLength;
const checksumAt = ipv4At + 10;
const payloadBytesMax = 65_507;

/** The bytes of a frame around a datagram. The UDP checksum is 0: Ethernet checks every link. */
export function encodeUdpDatagram(datagram: UdpDatagram): Uint8Array {
  const { source, destination, payload } = datagram;
  assert(payload.length <= payloadBytesMax, `a payload of ${payload.length} bytes`);
  const bytes = new Uint8Array(payloadAt + payload.length);
  const { dst, src } = datagram.ethernet;
  codecs.ethernet.encode({ dst, src, ether_type: etherType.ipv4 }, bytes, 0);
  encodeIpv4(datagram, bytes);
  const ports = { src_port: source.port, dst_port: destination.port };
  codecs.udp.encode({ ...ports, length: bytes.length - udpAt, checksum: 0 }, bytes, udpAt);
  bytes.set(payload, payloadAt);
  return bytes;
}

function encodeIpv4({ source, destination, dscp }: UdpDatagram, bytes: Uint8Array): void {
  const values = {
    version: 4,
    ihl: 5,
    dscp,
    ecn: 0,
    total_length: bytes.length - ipv4At,
    identification: 0,
    flags: 2,
    fragment_offset: 0,
    ttl: 64,
    protocol: ipProtocol.udp,
    header_checksum: 0,
    src: source.address,
    dst: destination.address,
  };
  codecs.ipv4.encode(values, bytes, ipv4At);
  const checksum = internetChecksum(bytes, ipv4At, codecs.ipv4.byteLength);
  bytes[checksumAt] = checksum >>> 8;
  bytes[checksumAt + 1] = checksum;
}

/** Reads a frame that came from anywhere; undefined when there is no whole UDP datagram in it. */
export function decodeUdpDatagram(bytes: Uint8Array): UdpDatagram | undefined {
  const link = codecs.ethernet.decode(bytes, 0);
  const network = codecs.ipv4.decode(bytes, ipv4At);
  const transport = codecs.udp.decode(bytes, udpAt);
  if (link === undefined || network === undefined || transport === undefined) return undefined;
  if (link.ether_type !== etherType.ipv4 || network.version !== 4 || network.ihl !== 5) return undefined;
  if (internetChecksum(bytes, ipv4At, codecs.ipv4.byteLength) !== 0) return undefined;
  const fragment = network.fragment_offset !== 0 || (network.flags & 1) !== 0;
  if (network.protocol !== ipProtocol.udp || fragment) return undefined;
  const end = ipv4At + network.total_length;
  if (end < payloadAt || end > bytes.length || transport.length !== end - udpAt) return undefined;
  return {
    ethernet: { dst: link.dst, src: link.src },
    source: { address: network.src, port: transport.src_port },
    destination: { address: network.dst, port: transport.dst_port },
    dscp: network.dscp,
    payload: bytes.subarray(payloadAt, end),
  };
}
