import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { libc } from "./ethernet/libc.js";
import { preparedEnd } from "./prepared-end.js";
import { writeAt } from "./write-at.js";

/** Addresses, places and lengths of direct writes are multiples of this: no disk in use has longer blocks. */
const blockBytes = 4096;
const stagingBytesMin = 64 * 1024;
const zeroBytes = 1024 * 1024;

/** What files are prepared with; taken when the first one is. */
let zeros: Uint8Array | undefined;

/**
 * A file that is written past the page cache: a fresh page of it costs several times what the write does, and twice
 * where zeros go ahead of what is written. They do, so that a write has no change of the file system itself to make
 * durable.
 *
 * Only whole blocks can be written. So the block in which the last write ended is kept, and written again, with the same
 * bytes at its beginning, by the next one.
 */
export class DirectFile {
  readonly #handle: FileHandle;
  /** The beginning of the block at hand, followed by what is being written. */
  #staging = alignedBytes(stagingBytesMin);
  /** Where that block is in the file. */
  #blockAt: number;
  /** So many bytes are in the file; whole blocks. */
  #prepared: number;

  private constructor(handle: FileHandle, length: number) {
    this.#handle = handle;
    this.#blockAt = blockFloor(length);
    this.#prepared = blockCeiling(length);
  }

  /** Opens a file of `length` bytes for writing behind them; undefined where there are no direct writes. */
  static async open(path: string, length: number): Promise<DirectFile | undefined> {
    const { O_RDWR, O_CREAT, O_DIRECT, O_DSYNC } = constants;
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, O_RDWR | O_CREAT | O_DIRECT | O_DSYNC);
      const file = new DirectFile(handle, length);
      await file.#begin(path, length);
      return file;
    } catch (error) {
      await handle?.close();
      if (isUnsupported(error)) return undefined;
      throw error;
    }
  }

  /** Writes bytes from `offset` on, where the bytes that were written before end; durable when this resolves. */
  async write(bytes: Uint8Array, offset: number): Promise<void> {
    const from = offset - this.#blockAt;
    const end = from + bytes.length;
    const staging = this.#withRoom(blockCeiling(end), from);
    staging.set(bytes, from);
    staging.fill(0, end, blockCeiling(end));
    const fileEnd = this.#blockAt + blockCeiling(end);
    if (fileEnd > this.#prepared) await this.#prepare(fileEnd);
    await writeAt(this.#handle.fd, staging.subarray(0, blockCeiling(end)), this.#blockAt);
    staging.copyWithin(0, blockFloor(end), end);
    this.#blockAt += blockFloor(end);
  }

  /** Ends writing. What was prepared behind `length` is cut off, if that is known. */
  async close(length: number | undefined): Promise<void> {
    try {
      if (length !== undefined) await this.#handle.truncate(length);
    } finally {
      await this.#handle.close();
    }
  }

  /** Takes in the block in which the file ends; the first zeros tell whether direct writes work here. */
  async #begin(path: string, length: number): Promise<void> {
    const reader = await open(path, "r");
    await reader.read(this.#staging, 0, length - this.#blockAt, this.#blockAt).finally(() => reader.close());
    await this.#prepare(this.#prepared).catch((error: unknown) => {
      // What is on a disk that is full can be read: the next write fails, and not who opens the file.
      if (isUnsupported(error)) throw error;
    });
  }

  /** Sees that whole blocks up to `end`, and some more, are in the file. */
  async #prepare(end: number): Promise<void> {
    zeros ??= alignedBytes(zeroBytes);
    for (const goal = preparedEnd(end); this.#prepared < goal; ) {
      const some = zeros.subarray(0, goal - this.#prepared);
      await writeAt(this.#handle.fd, some, this.#prepared);
      this.#prepared += some.length;
    }
  }

  /** The staging memory with room for so many bytes, of which the first `kept` stay. */
  #withRoom(byteLength: number, kept: number): Uint8Array {
    if (byteLength > this.#staging.length) {
      const grown = alignedBytes(2 ** Math.ceil(Math.log2(byteLength)));
      grown.set(this.#staging.subarray(0, kept));
      this.#staging = grown;
    }
    return this.#staging;
  }
}

function blockFloor(offset: number): number {
  return offset - (offset % blockBytes);
}

function blockCeiling(offset: number): number {
  return blockFloor(offset + blockBytes - 1);
}

/** Memory at an address that direct writes take. */
function alignedBytes(byteLength: number): Uint8Array {
  const room = new Uint8Array(byteLength + blockBytes);
  const past = Number(libc().address(room) % BigInt(blockBytes));
  return room.subarray((blockBytes - past) % blockBytes).subarray(0, byteLength);
}

/** The file system has no direct writes (EINVAL), or this machine no C library that we could ask for addresses. */
function isUnsupported(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "EINVAL" || code === "EOPNOTSUPP" || code === "PORT-PLATFORM";
}
