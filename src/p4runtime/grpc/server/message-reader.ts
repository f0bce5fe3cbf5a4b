import { gunzipSync, inflateSync } from "node:zlib";
import { P4RuntimeError } from "../../errors.js";

/** Before each message: one byte that says whether it is compressed, and the length. */
const prefixBytes = 5;

/** How a caller may compress its messages; answers are never compressed. */
const decompress = { gzip: gunzipSync, deflate: inflateSync };
/** The value of `grpc-accept-encoding`. */
export const acceptedEncodings = "identity,deflate,gzip";

/** Takes the bytes of a call in pieces and gives its messages. Throws a `P4RuntimeError` for what is no message. */
export class MessageReader {
  readonly #encoding: string;
  readonly #bytesMax: number;
  #parts: Buffer[] = [];
  #partsBytes = 0;

  /**
   * @param encoding the `grpc-encoding` of the call
   * @param bytesMax a longer message is refused with RESOURCE_EXHAUSTED, before it is there
   */
  constructor(encoding: string, bytesMax: number) {
    if (encoding !== "identity" && !isKnown(encoding)) {
      throw new P4RuntimeError("UNIMPLEMENTED", `messages compressed by "${encoding}"`);
    }
    this.#encoding = encoding;
    this.#bytesMax = bytesMax;
  }

  /** Bytes of a message of which the rest has not come. */
  get heldBytes(): number {
    return this.#partsBytes;
  }

  *read(bytes: Buffer): Iterable<Buffer> {
    this.#parts.push(bytes);
    this.#partsBytes += bytes.length;
    for (;;) {
      const length = this.#nextLength();
      if (length === undefined || this.#partsBytes < prefixBytes + length) return;
      const all = this.#joined();
      const end = prefixBytes + length;
      this.#parts = end < all.length ? [all.subarray(end)] : [];
      this.#partsBytes = all.length - end;
      yield this.#plain(all.readUInt8(0), all.subarray(prefixBytes, end));
    }
  }

  /** The length of the message that comes next, when it is known. */
  #nextLength(): number | undefined {
    if (this.#partsBytes < prefixBytes) return undefined;
    const [first] = this.#parts;
    const start = first !== undefined && first.length >= prefixBytes ? first : this.#joined();
    const length = start.readUInt32BE(1);
    if (length <= this.#bytesMax) return length;
    throw new P4RuntimeError(
      "RESOURCE_EXHAUSTED",
      `a message of ${length} bytes, but at most ${this.#bytesMax}`,
    );
  }

  #joined(): Buffer {
    const [first] = this.#parts;
    const all = first !== undefined && this.#parts.length === 1 ? first : Buffer.concat(this.#parts);
    this.#parts = [all];
    return all;
  }

  #plain(flag: number, message: Buffer): Buffer {
    if (flag === 0) return message;
    if (flag !== 1 || !isKnown(this.#encoding)) {
      throw new P4RuntimeError(
        "INVALID_ARGUMENT",
        `a message with compression flag ${flag} in a call with grpc-encoding ${this.#encoding}`,
      );
    }
    try {
      return decompress[this.#encoding](message, { maxOutputLength: this.#bytesMax });
    } catch (cause) {
      throw new P4RuntimeError("INVALID_ARGUMENT", `a message that is not ${this.#encoding}`, { cause });
    }
  }
}

function isKnown(encoding: string): encoding is keyof typeof decompress {
  return Object.hasOwn(decompress, encoding);
}

/** A message as gRPC sends it. */
export function frameMessage(message: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(prefixBytes + message.length);
  bytes[0] = 0;
  bytes.writeUInt32BE(message.length, 1);
  bytes.set(message, prefixBytes);
  return bytes;
}
