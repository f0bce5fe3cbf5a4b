import { formatIpv4 } from "../../wire/index.js";
import type { SocketAddress } from "./bound-socket.js";
import type { DatagramReceiver, DatagramSocket } from "./datagram-socket.js";
import { type Libc, libc } from "./ethernet/libc.js";
import { FrameSlab } from "./frame-slab.js";
import { addressBytes, bindNativeUdp, encodeAddress } from "./native-udp.js";

/** Datagrams that one socket hands over before others have their turn. */
const datagramsPerTurn = 64;
const datagramBytesMax = 65_536;

/** Memory for what comes in, shared by all sockets of this process. */
const incoming = new FrameSlab(4 * datagramBytesMax);

/** A UDP socket of the C library (Linux): no object, no event and no memory of its own for every datagram. */
export class NativeDatagramSocket implements DatagramSocket {
  readonly local: SocketAddress;
  readonly #libc: Libc;
  readonly #fd: number;
  readonly #watch: { stop(): void };
  /** Where the datagram at hand came from, as the kernel writes it. */
  readonly #from = new Uint8Array(addressBytes);
  readonly #fromView = new DataView(this.#from.buffer);
  readonly #fromLength = new Uint32Array(1);
  #lastFrom: SocketAddress = { address: "", port: 0 };
  #lastFromIpv4 = 0;
  #to: SocketAddress = { address: "", port: 0 };
  #toBytes: Uint8Array = new Uint8Array(addressBytes);
  #receive: DatagramReceiver = () => undefined;
  #closed = false;

  /** @throws CodedError with the given code when the address is taken or not ours */
  constructor(at: SocketAddress, code: string) {
    this.#libc = libc();
    this.#fd = bindNativeUdp(at, {}, code);
    this.local = { address: at.address, port: this.#boundPort() };
    this.#watch = this.#libc.watch(this.#fd, () => this.#drain());
  }

  send(datagram: Uint8Array, to: SocketAddress): void {
    if (this.#closed) return;
    if (to.port !== this.#to.port || to.address !== this.#to.address) {
      this.#to = to;
      this.#toBytes = encodeAddress(to);
    }
    this.#libc.sendto(this.#fd, datagram, datagram.length, 0, this.#toBytes, addressBytes);
  }

  onDatagram(receive: DatagramReceiver): void {
    this.#receive = receive;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#watch.stop();
    this.#libc.close(this.#fd);
  }

  #drain(): void {
    try {
      for (let count = 0; count < datagramsPerTurn && !this.#closed; count += 1) {
        const datagram = this.#next();
        if (datagram === undefined) return;
        if (this.#receive(datagram, this.#sender()) === true) incoming.giveBack(datagram);
      }
    } catch (error) {
      // What is thrown through the watcher gets lost.
      setImmediate(() => {
        throw error;
      });
    }
  }

  /** The next datagram that is there, if any. An error of the socket is fetched by asking, and gone. */
  #next(): Uint8Array | undefined {
    const room = incoming.allocate(datagramBytesMax);
    this.#fromLength[0] = addressBytes;
    const length = this.#libc.recvfrom(this.#fd, room, datagramBytesMax, 0, this.#from, this.#fromLength);
    incoming.giveBack(room.subarray(Math.max(0, length)));
    return length < 0 ? undefined : room.subarray(0, length);
  }

  /** Who sent it; mostly the one who sent the datagram before. */
  #sender(): SocketAddress {
    const port = this.#fromView.getUint16(2);
    const ipv4 = this.#fromView.getUint32(4);
    if (port !== this.#lastFrom.port || ipv4 !== this.#lastFromIpv4) {
      this.#lastFrom = { address: formatIpv4(ipv4), port };
      this.#lastFromIpv4 = ipv4;
    }
    return this.#lastFrom;
  }

  #boundPort(): number {
    const bytes = new Uint8Array(addressBytes);
    this.#libc.getsockname(this.#fd, bytes, Uint32Array.of(addressBytes));
    return new DataView(bytes.buffer).getUint16(2);
  }
}
