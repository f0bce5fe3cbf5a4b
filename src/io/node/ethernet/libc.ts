import { createRequire } from "node:module";
import type koffi from "koffi";
import { CodedError } from "../../../base/index.js";

type Koffi = typeof koffi;

/** Told when a file descriptor can be read; `status` is below 0 when the socket has an error to fetch. */
export type OnReadable = (status: number) => void;

/** The system calls that sockets need. Those that can fail give a negative number. */
export interface Libc {
  socket(family: number, type: number, protocol: number): number;
  setsockopt(fd: number, level: number, name: number, value: Uint8Array, length: number): number;
  getsockopt(fd: number, level: number, name: number, value: Uint8Array, length: Uint32Array): number;
  ioctl(fd: number, request: number, argument: Uint8Array): number;
  bind(fd: number, address: Uint8Array, length: number): number;
  getsockname(fd: number, address: Uint8Array, length: Uint32Array): number;
  sendto(
    fd: number,
    bytes: Uint8Array,
    length: number,
    flags: number,
    to: Uint8Array,
    toLength: number,
  ): number;
  recvfrom(
    fd: number,
    into: Uint8Array,
    length: number,
    flags: number,
    from: Uint8Array,
    fromLength: Uint32Array,
  ): number;
  recv(fd: number, into: Uint8Array, length: number, flags: number): number;
  /** Sends what is in the transmit ring of a packet socket. */
  kick(fd: number, flags: number): number;
  close(fd: number): number;
  /** Maps the rings of a packet socket; undefined when the kernel refuses. */
  map(fd: number, byteLength: number): { readonly memory: ArrayBuffer; unmap(): void } | undefined;
  /** Calls back in every turn of the event loop in which a file descriptor can be read, until `stop`. */
  watch(fd: number, onReadable: OnReadable): { stop(): void };
  /** Where bytes are in memory. */
  address(bytes: Uint8Array): bigint;
  /** The name of the last call's error, such as `EPERM`. */
  errorName(): string;
}

const readWriteShared = { protection: 3, flags: 1 };
const mapFailed = 2n ** 64n - 1n;
let loaded: Libc | undefined;

/**
 * The C library, loaded at the first call: who opens no network interface needs none.
 *
 * @throws CodedError `PORT-PLATFORM` elsewhere than on Linux
 */
export function libc(): Libc {
  loaded ??= bindings(loadKoffi());
  return loaded;
}

function loadKoffi(): Koffi {
  try {
    if (process.platform !== "linux") throw new Error(`this is ${process.platform}`);
    return createRequire(import.meta.url)("koffi") as Koffi;
  } catch (error) {
    throw new CodedError({
      code: "PORT-PLATFORM",
      message: `network interfaces cannot be opened here: ${error instanceof Error ? error.message : error}`,
      help: "Packet sockets need Linux and the package koffi for its processor; UDP tunnels work everywhere.",
    });
  }
}

function bindings(ffi: Koffi): Libc {
  const library = ffi.load(null);
  const sendto = library.func("long sendto(int, const void *, size_t, int, const void *, int)");
  const mmap = library.func("void *mmap(void *, size_t, int, int, int, long)");
  const munmap = library.func("int munmap(void *, size_t)");
  const names = new Map(Object.entries(ffi.os.errno).map(([name, number]) => [number, name]));
  return {
    socket: library.func("int socket(int, int, int)"),
    setsockopt: library.func("int setsockopt(int, int, int, const void *, int)"),
    getsockopt: library.func("int getsockopt(int, int, int, void *, void *)"),
    ioctl: library.func("int ioctl(int, ulong, void *)"),
    bind: library.func("int bind(int, const void *, int)"),
    getsockname: library.func("int getsockname(int, void *, void *)"),
    sendto,
    recvfrom: library.func("long recvfrom(int, void *, size_t, int, void *, void *)"),
    recv: library.func("long recv(int, void *, size_t, int)"),
    kick: (fd, flags) => sendto(fd, null, 0, flags, null, 0),
    close: library.func("int close(int)"),
    map(fd, byteLength) {
      const address: unknown = mmap(
        null,
        byteLength,
        readWriteShared.protection,
        readWriteShared.flags,
        fd,
        0,
      );
      if (ffi.address(address) === mapFailed) return undefined;
      return { memory: ffi.view(address, byteLength), unmap: () => munmap(address, byteLength) };
    },
    watch: (fd, onReadable) => watch(ffi, fd, onReadable),
    address: (bytes) => ffi.address(bytes),
    errorName: () => names.get(ffi.errno()) ?? `error ${ffi.errno()}`,
  };
}

function watch(ffi: Koffi, fd: number, onReadable: OnReadable): { stop(): void } {
  // The event loop's watcher gives the status first; its types name the events only.
  const callback: (...args: readonly unknown[]) => void = (status) =>
    onReadable(typeof status === "number" ? status : 0);
  const handle = ffi.node.poll(fd, { readable: true }, callback);
  return {
    stop() {
      handle.stop();
      handle.close();
    },
  };
}
