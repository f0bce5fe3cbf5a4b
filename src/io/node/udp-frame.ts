import {
  ethernet,
  etherType,
  headerCodec,
  internetChecksum,
  ipProtocol,
  ipv4,
  udp,
} from "../../wire/index.js";

/** One end of a datagram's way over Ethernet. */
export interface FrameEnd {
  readonly mac: bigint;
  /** IPv4 address as a 32-bit number. */
  readonly address: number;
  readonly port: number;
}

/** What a socket needs of a frame. */
export interface FrameDatagram {
  /** IPv4 address as a 32-bit number. */
  readonly destination: number;
  readonly port: number;
  /** A view of the frame. */
  readonly payload: Uint8Array;
}

const codecs = { ethernet: headerCodec(ethernet), ipv4: headerCodec(ipv4), udp: headerCodec(udp) };
const ipv4At = codecs.ethernet.byteLength;
const udpAt = ipv4At + codecs.ipv4.byteLength;
const payloadAt = udpAt + codecs.udp.byteLength;
const checksumAt = ipv4At + 10;

/** Takes the UDP datagram out of an Ethernet frame; undefined when there is none, or not all of it. */
export function datagramOf(frame: Uint8Array): FrameDatagram | undefined {
  const link = codecs.ethernet.decode(frame, 0);
  const network = codecs.ipv4.decode(frame, ipv4At);
  const transport = codecs.udp.decode(frame, udpAt);
  if (link?.ether_type !== etherType.ipv4 || network?.protocol !== ipProtocol.udp) return undefined;
  if (network.ihl !== 5 || transport === undefined) return undefined;
  const end = udpAt + transport.length;
  if (transport.length < codecs.udp.byteLength || end > frame.length) return undefined;
  return {
    destination: network.dst,
    port: transport.dst_port,
    payload: frame.subarray(payloadAt, end),
  };
}

/** The frame in which a datagram came, as far as a socket tells; the UDP checksum is 0. */
export function frameOf(payload: Uint8Array, from: FrameEnd, to: FrameEnd): Uint8Array {
  const frame = new Uint8Array(payloadAt + payload.length);
  codecs.ethernet.encode({ dst: to.mac, src: from.mac, ether_type: etherType.ipv4 }, frame, 0);
  const network = {
    version: 4,
    ihl: 5,
    dscp: 0,
    ecn: 0,
    total_length: frame.length - ipv4At,
    identification: 0,
    flags: 2,
    fragment_offset: 0,
    ttl: 64,
    protocol: ipProtocol.udp,
    header_checksum: 0,
    src: from.address,
    dst: to.address,
  };
  codecs.ipv4.encode(network, frame, ipv4At);
  const checksum = internetChecksum(frame, ipv4At, codecs.ipv4.byteLength);
  frame[checksumAt] = checksum >>> 8;
  frame[checksumAt + 1] = checksum;
  const transport = { src_port: from.port, dst_port: to.port, length: frame.length - udpAt, checksum: 0 };
  codecs.udp.encode(transport, frame, udpAt);
  frame.set(payload, payloadAt);
  return frame;
}
