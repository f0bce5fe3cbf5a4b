import type { Socket } from "node:dgram";
import { once } from "node:events";
import { boundSocket, type SocketAddress } from "./bound-socket.js";
import type { DatagramReceiver, DatagramSocket } from "./datagram-socket.js";
import { NativeDatagramSocket } from "./native-datagram-socket.js";
import { hasNativeUdp } from "./native-udp.js";

/**
 * Opens a socket: the C library's on Linux, where a datagram costs a third of what it costs through Node's, which is
 * what everybody else gets.
 *
 * @param native false: Node's socket in any case
 * @throws CodedError with the given code when the address is taken or not ours
 */
export async function openDatagramSocket(
  at: SocketAddress,
  code: string,
  native = hasNativeUdp(),
): Promise<DatagramSocket> {
  return native ? new NativeDatagramSocket(at, code) : new NodeDatagramSocket(await boundSocket(at, code));
}

/** Node's own UDP socket. */
class NodeDatagramSocket implements DatagramSocket {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
    // A link does not report that the other end is away: whoever needs an answer asks again.
    socket.on("error", () => undefined);
  }

  get local(): SocketAddress {
    const { address, port } = this.#socket.address();
    return { address, port };
  }

  send(datagram: Uint8Array, { address, port }: SocketAddress): void {
    // A full socket takes the bytes later.
    this.#socket.send(datagram.slice(), port, address, () => undefined);
  }

  onDatagram(receive: DatagramReceiver): void {
    this.#socket.removeAllListeners("message");
    this.#socket.on("message", receive);
  }

  async close(): Promise<void> {
    const closed = once(this.#socket, "close");
    this.#socket.close();
    await closed;
  }
}
