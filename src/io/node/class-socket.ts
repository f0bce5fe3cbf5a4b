import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { SocketAddress } from "./bound-socket.js";
import { bindNativeUdp } from "./native-udp.js";

/**
 * A UDP socket whose datagrams leave with a DSCP (RFC 2474), 0 … 63. Node has no call for that, so that the socket is
 * made with the C library's. Several of this user may share an address, one for each class.
 *
 * @throws CodedError with the given code when the address cannot be had
 */
export async function classSocket(at: SocketAddress, dscp: number, code: string): Promise<Socket> {
  return adopt(bindNativeUdp(at, { dscp, isShared: true }, code));
}

/** Lets Node take over the file descriptor; it closes it with the socket. */
async function adopt(fd: number): Promise<Socket> {
  const socket = createSocket({
    type: "udp4",
    lookup: (host, _options, callback) => callback(null, host, 4),
  });
  const listening = once(socket, "listening");
  socket.bind({ fd, exclusive: true });
  await listening;
  return socket;
}
