import { PacketSocket } from "./packet-socket.js";
/**
 * Frames that come in at a network interface. The kernel writes them into memory that this process reads, so that
 * receiving takes no system call; each is copied once, because a switch may keep it longer than the ring can.
 */
export declare class ReceiveRing {
    #private;
    /** Frames that did not fit or could not be finished. */
    refused: number;
    readonly socket: PacketSocket;
    /** Begins to receive. @throws CodedError `PORT-…` */
    constructor(name: string);
    /**
     * Hands over at most `framesMax` frames that wait; `receive` says true when it has done with a frame.
     *
     * @returns how many slots were taken
     */
    drain(framesMax: number, receive: (frame: Uint8Array) => unknown): number;
    close(): void;
}
