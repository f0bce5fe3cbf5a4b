import { CodedError } from "../../base/index.js";
import { parseIpv4 } from "../../wire/index.js";
import type { SocketAddress } from "./bound-socket.js";
import { type Libc, libc } from "./ethernet/libc.js";

/** Numbers of Linux: bits/socket.h, asm-generic/socket.h, linux/in.h. */
const inet = 2;
const datagramSocket = 2 | 0x800 | 0x80000;
const level = { ip: 0, socket: 1 } as const;
const option = { typeOfService: 1, sendBuffer: 7, receiveBuffer: 8, reusePort: 15 } as const;
const bufferBytes = 4 * 1024 * 1024;
/** `struct sockaddr_in`. */
export const addressBytes = 16;

/** What makes a socket of the C library another one than Node's. */
export interface NativeUdpOptions {
  /** Datagrams leave with this DSCP (RFC 2474), 0 … 63. */
  readonly dscp?: number;
  /** Several sockets of this user may have the address. */
  readonly isShared?: boolean;
}

/** Whether UDP sockets can be made with the C library on this machine. */
export function hasNativeUdp(): boolean {
  try {
    libc();
    return true;
  } catch {
    return false;
  }
}

/**
 * The file descriptor of a UDP socket that receives at an address and never blocks.
 *
 * @throws CodedError with the given code when the address cannot be had
 */
export function bindNativeUdp(
  { address, port }: SocketAddress,
  { dscp = 0, isShared = false }: NativeUdpOptions,
  code: string,
): number {
  const calls = libc();
  const fd = calls.socket(inet, datagramSocket, 0);
  const fail = (call: string) => {
    const reason = calls.errorName();
    if (fd >= 0) calls.close(fd);
    return new CodedError({
      code,
      message: `cannot receive at ${address}:${port}: ${call} ${reason}`,
      help: "Choose an address of this machine and a free port.",
    });
  };
  if (fd < 0) throw fail("socket");
  const wanted = [
    ...(dscp === 0 ? [] : ([[level.ip, option.typeOfService, dscp << 2]] as const)),
    ...(isShared ? ([[level.socket, option.reusePort, 1]] as const) : []),
    [level.socket, option.sendBuffer, bufferBytes],
    [level.socket, option.receiveBuffer, bufferBytes],
  ] as const;
  if (wanted.some(([at, name, value]) => !set(calls, fd, at, name, value))) throw fail("setsockopt");
  if (calls.bind(fd, encodeAddress({ address, port }), addressBytes) < 0) throw fail("bind");
  return fd;
}

function set(calls: Libc, fd: number, at: number, name: number, value: number): boolean {
  const bytes = new Uint8Array(Int32Array.of(value).buffer);
  return calls.setsockopt(fd, at, name, bytes, bytes.length) >= 0;
}

/** An address as the C library takes it. */
export function encodeAddress({ address, port }: SocketAddress): Uint8Array {
  const bytes = new Uint8Array(addressBytes);
  const view = new DataView(bytes.buffer);
  new Uint16Array(bytes.buffer, 0, 1)[0] = inet;
  view.setUint16(2, port);
  view.setUint32(4, parseIpv4(address) ?? 0);
  return bytes;
}
