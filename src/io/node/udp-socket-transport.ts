import type { RemoteInfo, Socket } from "node:dgram";
import { once } from "node:events";
import {
  decodeUdpDatagram,
  encodeUdpDatagram,
  formatIpv4,
  parseIpv4,
  type UdpEnd,
} from "../../wire/index.js";
import type { Transport } from "../index.js";
import { boundSocket } from "./bound-socket.js";

/** Who a host is on its Ethernet link. */
export interface UdpSocketOptions {
  /** The host itself; `port` is where it receives. */
  readonly host: UdpEnd & { readonly mac: bigint };
  /** Ethernet address of the switch at the other end of the link. */
  readonly switchMac: bigint;
  /** Address to receive at. The default, every one, is needed to hear broadcasts. */
  readonly bind?: string;
}

const everyAddress = "0.0.0.0";

/**
 * A real network interface as a link for frames: what is sent leaves as a datagram through an ordinary UDP socket,
 * and what comes in is made a frame again. The kernel does Ethernet and IPv4, so that no root is needed; a host agent
 * notices no difference to a tunnel.
 *
 * Only UDP passes, and what a socket does not tell is filled in: a received frame is addressed to the host, even when
 * it was a broadcast. The traffic class of a sent frame is lost, because Node has no call that sets it.
 *
 * It is a link: frames may get lost, for example when nobody listens at the other end.
 */
export class UdpSocketTransport implements Transport {
  readonly #socket: Socket;
  readonly #options: UdpSocketOptions;
  #receive: (frame: Uint8Array) => void = () => undefined;
  #refused = 0;
  #closed = false;

  /** Takes over a socket that receives already, for example one of another network namespace. */
  constructor(socket: Socket, options: UdpSocketOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.setBroadcast(true);
    socket.on("message", (datagram, from) => this.#take(datagram, from));
    // A link does not report that the other end is away: whoever needs an answer asks again.
    socket.on("error", () => undefined);
  }

  /**
   * Opens a socket at the host's port.
   *
   * @example
   * const host = { mac: macOfIpv4(address), address, port: ringworldPort };
   * const transport = await UdpSocketTransport.open({ host, switchMac });
   * @throws CodedError `SOCKET-BIND` when somebody else has the port
   */
  static async open(options: UdpSocketOptions): Promise<UdpSocketTransport> {
    const { bind = everyAddress, host } = options;
    return new UdpSocketTransport(
      await boundSocket({ address: bind, port: host.port }, "SOCKET-BIND"),
      options,
    );
  }

  /** How many frames to send were no UDP. */
  get refusedFrames(): number {
    return this.#refused;
  }

  send(frame: Uint8Array): void {
    if (this.#closed) return;
    const datagram = decodeUdpDatagram(frame);
    if (datagram === undefined) {
      this.#refused += 1;
      return;
    }
    // The frame belongs to the sender again before a full socket has taken the bytes.
    const payload = Buffer.from(datagram.payload);
    const { address, port } = datagram.destination;
    this.#socket.send(payload, port, formatIpv4(address), () => undefined);
  }

  onFrame(receive: (frame: Uint8Array) => void): void {
    this.#receive = receive;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const closed = once(this.#socket, "close");
    this.#socket.close();
    await closed;
  }

  #take(datagram: Uint8Array, { address, port }: RemoteInfo): void {
    const { host, switchMac } = this.#options;
    this.#receive(
      encodeUdpDatagram({
        ethernet: { dst: host.mac, src: switchMac },
        source: { address: parseIpv4(address) ?? 0, port },
        destination: host,
        dscp: 0,
        payload: datagram,
      }),
    );
  }
}
