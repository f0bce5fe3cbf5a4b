import type { PacketPort } from "../../index.js";
/** What a network interface could not carry. */
export interface InterfaceStatistics {
    /** Frames that came in and could not be handed over. */
    readonly refusedIn: number;
    /** Frames that could not be sent. */
    readonly refusedOut: number;
}
/**
 * A Linux network interface as a port of a switch: every frame that arrives there, and none that leaves. VLAN tags are
 * where they are on the cable, checksums are complete, and what a kernel has not cut into segments yet is cut.
 *
 * While the interface is down nothing comes and what is sent is lost; when it is up again, all goes on.
 */
export declare class InterfacePort implements PacketPort {
    #private;
    readonly name: string;
    /**
     * Opens an interface of this network namespace. It need not be up yet.
     *
     * @example
     * const port = new InterfacePort("s1-eth1");
     * port.onFrame((frame) => port.send(frame));
     * @throws CodedError `PORT-PERMISSION` without CAP_NET_RAW, `PORT-INTERFACE` when there is none of that name,
     *   `PORT-PLATFORM` elsewhere than on Linux, `PORT-SYSTEM` when the kernel refuses for another reason.
     */
    constructor(name: string);
    get statistics(): InterfaceStatistics;
    send(frame: Uint8Array): void;
    /** When `receive` gives true, it has done with the frame, and the memory is used for another one. */
    onFrame(receive: (frame: Uint8Array) => unknown): void;
    close(): Promise<void>;
}
