/** Names and numbers of a P4 program, and the messages that carry them: one codec for both sides, both ways. */

export { buildSchema, decodeP4Info } from "./build-schema.js";
export { decodeBits, decodeSignedBits, encodeBits, encodeSignedBits, type Sized } from "./bytestring.js";
export { decodeData, encodeData } from "./data.js";
export { type DataField, type DataType, dataFields } from "./data-type.js";
export { decodeDigestList, encodeDigestAck, encodeDigestList } from "./digest.js";
export { decodeEntity, decodeUpdate, type EntityRole, encodeEntity, encodeUpdate } from "./entity.js";
export { fitsFilter } from "./filter.js";
export { entityKey } from "./key.js";
export { type KnownP4Info, readP4Info } from "./known-p4info.js";
export { decodePacket, encodePacket } from "./packet.js";
export { type Named, Registry } from "./registry.js";
export type * from "./schema.js";
