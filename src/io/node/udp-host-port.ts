import type { RemoteInfo, Socket } from "node:dgram";
import { once } from "node:events";
import { decodeUdpHeaders, formatIpv4, udpPayloadAt } from "../../wire/index.js";
import type { PacketPort } from "../index.js";
import { boundSocket } from "./bound-socket.js";
import { FrameBatch, splitDatagram } from "./frame-batch.js";

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
  readonly #socket: Socket;
  readonly #address: string;
  #receive: (frame: Uint8Array) => void = () => undefined;
  #refused = 0;

  private constructor(socket: Socket, address: string) {
    this.#socket = socket;
    this.#address = address;
    socket.on("message", (datagram, from) => this.#take(datagram, from));
    // A link does not report that the other end is away: whoever needs an answer asks again.
    socket.on("error", () => undefined);
  }

  /** @throws CodedError `TUNNEL-BIND` when the address is taken or not ours */
  static async open({ address, port }: UdpHostPortOptions): Promise<UdpHostPort> {
    return new UdpHostPort(await boundSocket({ address, port }, "TUNNEL-BIND"), address);
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

  onFrame(receive: (frame: Uint8Array) => void): void {
    this.#receive = receive;
  }

  async close(): Promise<void> {
    const closed = once(this.#socket, "close");
    this.#socket.close();
    await closed;
  }

  #transmit(frame: Uint8Array, port: number): void {
    const batch = new FrameBatch(frameBytesMax);
    batch.add(frame);
    this.#socket.send(batch.take(), port, this.#address, () => undefined);
  }

  #take(datagram: Uint8Array, { address }: RemoteInfo): void {
    if (address !== this.#address || !splitDatagram(datagram, this.#receive)) this.#refused += 1;
  }
}
