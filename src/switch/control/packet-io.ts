import type { ControllerPacket } from "p4runtime-js-grpc/values";
import { concatBytes, readWideBits, writeWideBits } from "../../base/index.js";

/** One field of the header between switch and controller. */
export interface PacketField {
  readonly name: string;
  readonly bitWidth: number;
}

function headerBytes(fields: readonly PacketField[]): number {
  return Math.ceil(fields.reduce((sum, { bitWidth }) => sum + bitWidth, 0) / 8);
}

/** Takes the packet-in header off a frame that the program sent to the CPU port. */
export function toController(fields: readonly PacketField[], frame: Uint8Array): ControllerPacket {
  const metadata: Record<string, bigint> = {};
  let position = 0;
  for (const { name, bitWidth } of fields) {
    metadata[name] = readWideBits(frame, position, bitWidth);
    position += bitWidth;
  }
  return { payload: frame.slice(Math.min(frame.length, headerBytes(fields))), metadata };
}

/** Puts the packet-out header in front of a packet; fields that are not given are 0. */
export function fromController(fields: readonly PacketField[], packet: ControllerPacket): Uint8Array {
  const header = new Uint8Array(headerBytes(fields));
  let position = 0;
  for (const { name, bitWidth } of fields) {
    const value = Object.hasOwn(packet.metadata, name) ? packet.metadata[name] : undefined;
    writeWideBits(header, position, bitWidth, value ?? 0n);
    position += bitWidth;
  }
  return concatBytes([header, packet.payload]);
}
