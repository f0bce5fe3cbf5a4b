import { P4RuntimeError } from "../errors.js";
import type { p4 } from "../messages/index.js";
import type { ControllerPacket } from "../values.js";
import { decodeBits, encodeBits } from "./bytestring.js";
import type { Registry } from "./registry.js";
import type { FieldSchema } from "./schema.js";

/**
 * A packet to or from the controller (a packet-in and a packet-out look the same), section 16.1. Every field of
 * the header must be there, and no other: INVALID_ARGUMENT.
 *
 * @param header `schema.packetIn` or `schema.packetOut`
 */
export function encodePacket(header: Registry<FieldSchema>, packet: ControllerPacket): p4.PacketIn {
  const metadata: p4.PacketMetadata[] = [];
  for (const field of header) {
    const value = Object.hasOwn(packet.metadata, field.name) ? packet.metadata[field.name] : undefined;
    if (value === undefined) throw missing(field);
    metadata.push({ metadataId: field.id, value: encodeBits(value, field) });
  }
  for (const name of Object.keys(packet.metadata)) header.byName(name);
  return { payload: packet.payload, metadata };
}

/** The inverse. */
export function decodePacket(header: Registry<FieldSchema>, message: p4.PacketIn): ControllerPacket {
  const metadata: Record<string, bigint> = {};
  for (const { metadataId, value } of message.metadata) {
    const field = header.byId(metadataId);
    metadata[field.name] = decodeBits(value, field);
  }
  for (const field of header) {
    if (!Object.hasOwn(metadata, field.name)) throw missing(field);
  }
  return { payload: message.payload, metadata };
}

function missing(field: FieldSchema): P4RuntimeError {
  return new P4RuntimeError("INVALID_ARGUMENT", `the packet's metadata lacks ${field.name}`);
}
