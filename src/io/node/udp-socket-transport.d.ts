import type { Socket } from "node:dgram";
import { type UdpEnd } from "../../wire/index.js";
import type { Transport } from "../index.js";
/** Who a host is on its Ethernet link. */
export interface UdpSocketOptions {
    /** The host itself; `port` is where it receives. */
    readonly host: UdpEnd & {
        readonly mac: bigint;
    };
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
export declare class UdpSocketTransport implements Transport {
    #private;
    /** Takes over a socket that receives already, for example one of another network namespace. */
    constructor(socket: Socket, options: UdpSocketOptions, classSockets?: ReadonlyMap<number, Socket>);
    /**
     * Opens a socket at the host's port.
     *
     * @example
     * const host = { mac: macOfIpv4(address), address, port: ringworldPort };
     * const transport = await UdpSocketTransport.open({ host, switchMac });
     * @throws CodedError `SOCKET-BIND` when somebody else has the port
     */
    static open(options: UdpSocketOptions): Promise<UdpSocketTransport>;
    /** Whether frames leave with a traffic class. */
    get hasClasses(): boolean;
    /** How many frames to send were no UDP. */
    get refusedFrames(): number;
    send(frame: Uint8Array): void;
    onFrame(receive: (frame: Uint8Array) => void): void;
    close(): Promise<void>;
}
