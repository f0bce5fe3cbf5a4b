import type { PacketPort } from "../index.js";
import type { SocketAddress } from "./bound-socket.js";
import type { DatagramSocket } from "./datagram-socket.js";
import { FrameBatch, splitDatagram } from "./frame-batch.js";
import { openDatagramSocket } from "./open-datagram-socket.js";

/** How a tunnel is opened. */
export interface UdpTunnelOptions {
  /** Where to receive; by default any free port of 127.0.0.1. */
  readonly bind?: Partial<SocketAddress>;
  /** The other end. Without it, whoever sends first, or last, is the other end. */
  readonly peer?: SocketAddress;
  /** False: over Node's own socket, even where the C library's is to be had. */
  readonly native?: boolean;
}

const loopback = "127.0.0.1";
const datagramBytesMax = 60 * 1024;
const frameBytesMax = 65_000;

/**
 * Carries Ethernet frames between a host process and a port of a switch, over UDP. Frames that are sent in the same
 * turn of the event loop share datagrams, each frame with its length (16 bits, big-endian) before it, because what
 * costs is the datagram and not the frame. Both ends use this class.
 *
 * It is a link: frames may get lost, and while the other end is not there all of them do.
 */
export class UdpTunnel implements PacketPort {
  readonly #socket: DatagramSocket;
  readonly #learnsPeer: boolean;
  readonly #batch = new FrameBatch(datagramBytesMax);
  #peer: SocketAddress | undefined;
  #receive: (frame: Uint8Array) => unknown = () => undefined;
  #flushes: NodeJS.Immediate | undefined;
  #refused = 0;
  #closed = false;

  private constructor(socket: DatagramSocket, peer: SocketAddress | undefined) {
    this.#socket = socket;
    this.#peer = peer;
    this.#learnsPeer = peer === undefined;
    socket.onDatagram((datagram, from) => this.#take(datagram, from));
  }

  /**
   * Opens one end.
   *
   * @example
   * const port = await UdpTunnel.open();                          // the switch's end
   * const host = await UdpTunnel.open({ peer: port.local });      // the host's end; the switch learns it
   * @throws CodedError `TUNNEL-BIND` when the address is taken or not ours.
   */
  static async open(options: UdpTunnelOptions = {}): Promise<UdpTunnel> {
    const { address = loopback, port = 0 } = options.bind ?? {};
    const socket = await openDatagramSocket({ address, port }, "TUNNEL-BIND", options.native);
    const tunnel = new UdpTunnel(socket, options.peer);
    tunnel.#greet();
    return tunnel;
  }

  /** Where this end receives. */
  get local(): SocketAddress {
    return this.#socket.local;
  }

  /** The other end, as far as it is known. */
  get peer(): SocketAddress | undefined {
    return this.#peer;
  }

  /** How many datagrams were malformed or came from somebody else. */
  get refusedDatagrams(): number {
    return this.#refused;
  }

  send(frame: Uint8Array): true {
    if (this.#closed || frame.length === 0 || frame.length > frameBytesMax) return true;
    if (!this.#batch.fits(frame)) this.#flush();
    this.#batch.add(frame);
    this.#flushes ??= setImmediate(() => {
      this.#flushes = undefined;
      this.#flush();
    });
    return true;
  }

  onFrame(receive: (frame: Uint8Array) => unknown): void {
    this.#receive = receive;
  }

  /** Sends what is queued, then closes the socket. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#flushes !== undefined) clearImmediate(this.#flushes);
    this.#flush();
    await this.#socket.close();
  }

  /** An empty datagram: the other end learns where this one is before either has a frame to send. */
  #greet(): void {
    this.#transmit(new Uint8Array(0));
  }

  #flush(): void {
    if (!this.#batch.isEmpty) this.#transmit(this.#batch.take());
  }

  #transmit(datagram: Uint8Array): void {
    if (this.#peer !== undefined) this.#socket.send(datagram, this.#peer);
  }

  #take(datagram: Uint8Array, from: SocketAddress): boolean {
    if (this.#learnsPeer) this.#learn(from);
    const known = from.port === this.#peer?.port && from.address === this.#peer.address;
    const split = known ? splitDatagram(datagram, this.#receive) : undefined;
    if (split?.isWhole !== true) this.#refused += 1;
    return split?.isDone ?? true;
  }

  #learn(from: SocketAddress): void {
    if (from.port === this.#peer?.port && from.address === this.#peer.address) return;
    this.#peer = { address: from.address, port: from.port };
  }
}
