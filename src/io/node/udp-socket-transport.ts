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
import { classSocket } from "./class-socket.js";
import { hasNativeUdp } from "./native-udp.js";

/** Who a host is on its Ethernet link. */
export interface UdpSocketOptions {
  /** The host itself; `port` is where it receives. */
  readonly host: UdpEnd & { readonly mac: bigint };
  /** Ethernet address of the switch at the other end of the link. */
  readonly switchMac: bigint;
  /** Address to receive at. The default, every one, is needed to hear broadcasts. */
  readonly bind?: string;
  /**
   * Traffic classes, 0 … 63, with a socket and so a queue of their own: frames of other classes leave with class 0.
   * Without any the traffic class of every frame is lost. Elsewhere than on Linux it always is.
   */
  readonly classes?: readonly number[];
}

const everyAddress = "0.0.0.0";

/**
 * A real network interface as a link for frames: what is sent leaves as a datagram through an ordinary UDP socket,
 * and what comes in is made a frame again. The kernel does Ethernet and IPv4, so that no root is needed; a host agent
 * notices no difference to a tunnel.
 *
 * Only UDP passes, and what a socket does not tell is filled in: a received frame is addressed to the host, even when
 * it was a broadcast, and its traffic class is 0.
 *
 * It is a link: frames may get lost, for example when nobody listens at the other end.
 */
export class UdpSocketTransport implements Transport {
  readonly #socket: Socket;
  /** A socket for each other traffic class. */
  readonly #classSockets: ReadonlyMap<number, Socket>;
  readonly #options: UdpSocketOptions;
  #receive: (frame: Uint8Array) => void = () => undefined;
  #refused = 0;
  #closed = false;

  /** Takes over a socket that receives already, for example one of another network namespace. */
  constructor(
    socket: Socket,
    options: UdpSocketOptions,
    classSockets: ReadonlyMap<number, Socket> = new Map(),
  ) {
    this.#socket = socket;
    this.#classSockets = classSockets;
    this.#options = options;
    for (const each of this.#sockets) {
      each.setBroadcast(true);
      // Whatever its class, the kernel gives a datagram to any socket of the address.
      each.on("message", (datagram, from) => this.#take(datagram, from));
      // A link does not report that the other end is away: whoever needs an answer asks again.
      each.on("error", () => undefined);
    }
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
    const { bind = everyAddress, host, classes = [] } = options;
    const at = { address: bind, port: host.port };
    const alone = await boundSocket(at, "SOCKET-BIND");
    if (classes.length === 0 || !hasNativeUdp()) return new UdpSocketTransport(alone, options);
    // Sockets of several classes share the address with one another, and must not with anybody else.
    await closed(alone);
    const socket = await classSocket(at, 0, "SOCKET-BIND");
    const classSockets = new Map<number, Socket>();
    for (const dscp of classes.filter((each) => each !== 0)) {
      classSockets.set(dscp, await classSocket(at, dscp, "SOCKET-BIND"));
    }
    return new UdpSocketTransport(socket, options, classSockets);
  }

  /** Whether frames leave with a traffic class. */
  get hasClasses(): boolean {
    return this.#classSockets.size > 0;
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
    const socket = this.#classSockets.get(datagram.dscp) ?? this.#socket;
    socket.send(payload, port, formatIpv4(address), () => undefined);
  }

  onFrame(receive: (frame: Uint8Array) => void): void {
    this.#receive = receive;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all(this.#sockets.map(closed));
  }

  get #sockets(): readonly Socket[] {
    return [this.#socket, ...this.#classSockets.values()];
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

async function closed(socket: Socket): Promise<void> {
  const ended = once(socket, "close");
  socket.close();
  await ended;
}
