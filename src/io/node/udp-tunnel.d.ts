import type { PacketPort } from "../index.js";
import { type SocketAddress } from "./bound-socket.js";
/** How a tunnel is opened. */
export interface UdpTunnelOptions {
    /** Where to receive; by default any free port of 127.0.0.1. */
    readonly bind?: Partial<SocketAddress>;
    /** The other end. Without it, whoever sends first, or last, is the other end. */
    readonly peer?: SocketAddress;
}
/**
 * Carries Ethernet frames between a host process and a port of a switch, over UDP. Frames that are sent in the same
 * turn of the event loop share datagrams, each frame with its length (16 bits, big-endian) before it, because what
 * costs is the datagram and not the frame. Both ends use this class.
 *
 * It is a link: frames may get lost, and while the other end is not there all of them do.
 */
export declare class UdpTunnel implements PacketPort {
    #private;
    private constructor();
    /**
     * Opens one end.
     *
     * @example
     * const port = await UdpTunnel.open();                          // the switch's end
     * const host = await UdpTunnel.open({ peer: port.local });      // the host's end; the switch learns it
     * @throws CodedError `TUNNEL-BIND` when the address is taken or not ours.
     */
    static open(options?: UdpTunnelOptions): Promise<UdpTunnel>;
    /** Where this end receives. */
    get local(): SocketAddress;
    /** The other end, as far as it is known. */
    get peer(): SocketAddress | undefined;
    /** How many datagrams were malformed or came from somebody else. */
    get refusedDatagrams(): number;
    send(frame: Uint8Array): void;
    onFrame(receive: (frame: Uint8Array) => void): void;
    /** Sends what is queued, then closes the socket. */
    close(): Promise<void>;
}
