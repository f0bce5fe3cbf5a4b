import { once } from "node:events";
import { boundSocket } from "./bound-socket.js";
import { FrameBatch, splitDatagram } from "./frame-batch.js";
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
export class UdpTunnel {
    #socket;
    #learnsPeer;
    #batch = new FrameBatch(datagramBytesMax);
    #peer;
    #receive = () => undefined;
    #flushes;
    #refused = 0;
    #closed = false;
    constructor(socket, peer) {
        this.#socket = socket;
        this.#peer = peer;
        this.#learnsPeer = peer === undefined;
        socket.on("message", (datagram, from) => this.#take(datagram, from));
        // A link does not report that the other end is away: whoever needs an answer asks again.
        socket.on("error", () => undefined);
    }
    /**
     * Opens one end.
     *
     * @example
     * const port = await UdpTunnel.open();                          // the switch's end
     * const host = await UdpTunnel.open({ peer: port.local });      // the host's end; the switch learns it
     * @throws CodedError `TUNNEL-BIND` when the address is taken or not ours.
     */
    static async open(options = {}) {
        const { address = loopback, port = 0 } = options.bind ?? {};
        const socket = await boundSocket({ address, port }, "TUNNEL-BIND");
        const tunnel = new UdpTunnel(socket, options.peer);
        tunnel.#greet();
        return tunnel;
    }
    /** Where this end receives. */
    get local() {
        const { address, port } = this.#socket.address();
        return { address, port };
    }
    /** The other end, as far as it is known. */
    get peer() {
        return this.#peer;
    }
    /** How many datagrams were malformed or came from somebody else. */
    get refusedDatagrams() {
        return this.#refused;
    }
    send(frame) {
        if (this.#closed || frame.length === 0 || frame.length > frameBytesMax)
            return;
        if (!this.#batch.fits(frame))
            this.#flush();
        this.#batch.add(frame);
        this.#flushes ??= setImmediate(() => {
            this.#flushes = undefined;
            this.#flush();
        });
    }
    onFrame(receive) {
        this.#receive = receive;
    }
    /** Sends what is queued, then closes the socket. */
    async close() {
        if (this.#closed)
            return;
        this.#closed = true;
        if (this.#flushes !== undefined)
            clearImmediate(this.#flushes);
        this.#flush();
        const closed = once(this.#socket, "close");
        this.#socket.close();
        await closed;
    }
    /** An empty datagram: the other end learns where this one is before either has a frame to send. */
    #greet() {
        this.#transmit(Buffer.alloc(0));
    }
    #flush() {
        if (!this.#batch.isEmpty)
            this.#transmit(this.#batch.take());
    }
    #transmit(datagram) {
        if (this.#peer === undefined)
            return;
        this.#socket.send(datagram, this.#peer.port, this.#peer.address, () => undefined);
    }
    #take(datagram, from) {
        if (this.#learnsPeer)
            this.#learn(from);
        const known = from.port === this.#peer?.port && from.address === this.#peer.address;
        if (!known || !splitDatagram(datagram, this.#receive))
            this.#refused += 1;
    }
    #learn(from) {
        if (from.port === this.#peer?.port && from.address === this.#peer.address)
            return;
        this.#peer = { address: from.address, port: from.port };
    }
}
//# sourceMappingURL=udp-tunnel.js.map