import { decodeUdpHeaders, formatIpv4, udpPayloadAt } from "../../wire/index.js";
import type { PacketPort } from "../index.js";
import type { SocketAddress } from "./bound-socket.js";
import type { DatagramSocket } from "./datagram-socket.js";
import { FrameBatch, splitDatagram } from "./frame-batch.js";
import { openDatagramSocket } from "./open-datagram-socket.js";

/** How the switch's end of a host's cable is opened. */
export interface UdpHostPortOptions {
  /** The host's IPv4 address, as text; the cable ends there, too. */
  readonly address: string;
  /** The UDP port of the cable's end. */
  readonly port: number;
}

const frameBytesMax = 65_000;

/**
 * The switch's end of the cable of a host on which several programs run, each behind a `UdpTunnel` of its own that is
 * bound to the address and port of that program. A frame that leaves the switch goes to the program that its UDP
 * header names; so nobody has to be remembered.
 *
 * Frames come in from the host's own address only: who is at another one has another port, with other rights.
 */
export class UdpHostPort implements PacketPort {
  readonly #socket: DatagramSocket;
  readonly #address: string;
  readonly #batch = new FrameBatch(frameBytesMax);
  #receive: (frame: Uint8Array) => unknown = () => undefined;
  #refused = 0;

  private constructor(socket: DatagramSocket, address: string) {
    this.#socket = socket;
    this.#address = address;
    socket.onDatagram((datagram, from) => this.#take(datagram, from));
  }

  /** @throws CodedError `TUNNEL-BIND` when the address is taken or not ours */
  static async open({ address, port }: UdpHostPortOptions): Promise<UdpHostPort> {
    return new UdpHostPort(await openDatagramSocket({ address, port }, "TUNNEL-BIND"), address);
  }

  /** How many datagrams were malformed or came from another host, and how many frames were for nobody here. */
  get refused(): number {
    return this.#refused;
  }

  send(frame: Uint8Array): void {
    const headers = frame.length > frameBytesMax ? undefined : decodeUdpHeaders(frame);
    const port = headers?.transport.dst_port ?? 0;
    if (headers === undefined || frame.length < udpPayloadAt || port === 0) this.#refused += 1;
    else if (formatIpv4(headers.network.dst) !== this.#address) this.#refused += 1;
    else this.#transmit(frame, port);
  }

  onFrame(receive: (frame: Uint8Array) => unknown): void {
    this.#receive = receive;
  }

  async close(): Promise<void> {
    await this.#socket.close();
  }

  #transmit(frame: Uint8Array, port: number): void {
    this.#batch.add(frame);
    this.#socket.send(this.#batch.take(), { address: this.#address, port });
  }

  #take(datagram: Uint8Array, { address }: SocketAddress): boolean {
    const split = address === this.#address ? splitDatagram(datagram, this.#receive) : undefined;
    if (split?.isWhole !== true) this.#refused += 1;
    return split?.isDone ?? true;
  }
}
