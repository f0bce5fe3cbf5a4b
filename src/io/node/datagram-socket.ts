import type { SocketAddress } from "./bound-socket.js";

/**
 * Takes a datagram and where it came from. It may keep the bytes, which are never written again, unless it returns true:
 * it has done with them.
 */
export type DatagramReceiver = (datagram: Uint8Array, from: SocketAddress) => unknown;

/** A UDP socket for many small datagrams. What the kernel has no room for is lost. */
export interface DatagramSocket {
  /** Where it receives. */
  readonly local: SocketAddress;
  /** Sends a datagram; its bytes are the caller's again when this returns. */
  send(datagram: Uint8Array, to: SocketAddress): void;
  /** Sets the one receiver. */
  onDatagram(receive: DatagramReceiver): void;
  close(): Promise<void>;
}
