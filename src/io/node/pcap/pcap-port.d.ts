import type { PacketPort } from "../../index.js";
import { type CapturedFrame } from "./read-pcap.js";
/**
 * A port that takes its frames from the capture file `NAME_in.pcap` and writes what it is sent to `NAME_out.pcap`.
 * Nothing comes in before `replay`.
 */
export declare class PcapPort implements PacketPort {
    #private;
    /** What is to come in, in the order of the file. */
    readonly frames: readonly CapturedFrame[];
    /** @throws CodedError `PCAP-…` */
    constructor(directory: string, name: string);
    send(frame: Uint8Array): void;
    onFrame(receive: (frame: Uint8Array) => void): void;
    close(): Promise<void>;
    /**
     * Hands over the frames of several ports as fast as they are taken, in the order of their time stamps; at the same
     * time, in the order of the ports.
     */
    static replay(ports: readonly PcapPort[], aborted?: AbortSignal): Promise<void>;
}
