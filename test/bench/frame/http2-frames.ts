/** The frames of HTTP/2 (RFC 9113) that a gRPC client needs, and no more. */

const frameHeaderBytes = 9;

export const frameTypes = {
  data: 0,
  headers: 1,
  resetStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
} as const;

export const flags = { ack: 1, endStream: 1, endHeaders: 4, padded: 8 } as const;

/** A frame as it came. */
export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  /** Without padding. */
  readonly payload: Buffer;
}

/** The header of a frame. */
export function frameHeader(length: number, type: number, flagBits: number, stream: number): Buffer {
  const bytes = Buffer.alloc(frameHeaderBytes);
  bytes.writeUIntBE(length, 0, 3);
  bytes[3] = type;
  bytes[4] = flagBits;
  bytes.writeUInt32BE(stream, 5);
  return bytes;
}

/** A whole frame. */
export function frame(type: number, flagBits: number, stream: number, payload: Uint8Array): Buffer {
  return Buffer.concat([frameHeader(payload.length, type, flagBits, stream), payload]);
}

/** A window that grows by `bytes`. */
export function windowUpdate(stream: number, bytes: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(bytes, 0);
  return frame(frameTypes.windowUpdate, 0, stream, payload);
}

/** A header field that no table remembers (RFC 7541, section 6.2.2); both texts shorter than 127 bytes. */
export function literalField(name: string, value: string): Buffer {
  const texts = [name, value].map((text) =>
    Buffer.concat([Buffer.of(Buffer.byteLength(text)), Buffer.from(text)]),
  );
  return Buffer.concat([Buffer.of(0), ...texts]);
}

/** Takes bytes in pieces and gives whole frames. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  *read(bytes: Buffer): Iterable<Frame> {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    let at = 0;
    while (all.length - at >= frameHeaderBytes) {
      const end = at + frameHeaderBytes + all.readUIntBE(at, 3);
      if (end > all.length) break;
      yield frameOf(all.subarray(at, end));
      at = end;
    }
    this.#rest = all.subarray(at);
  }
}

function frameOf(bytes: Buffer): Frame {
  const type = bytes.readUInt8(3);
  const flagBits = bytes.readUInt8(4);
  const payload = bytes.subarray(frameHeaderBytes);
  const isPadded = (flagBits & flags.padded) !== 0 && type <= frameTypes.headers;
  const unpadded = isPadded ? payload.subarray(1, payload.length - payload.readUInt8(0)) : payload;
  return { type, flags: flagBits, stream: bytes.readUInt32BE(5), payload: unpadded };
}
