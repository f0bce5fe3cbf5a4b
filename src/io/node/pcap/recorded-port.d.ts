import type { PacketPort } from "../../index.js";
/** A port whose traffic is written to two capture files, `NAME_in.pcap` and `NAME_out.pcap`. */
export declare class RecordedPort implements PacketPort {
    #private;
    /** @throws CodedError `PCAP-FILE` when the files cannot be made */
    constructor(port: PacketPort, directory: string, name: string);
    send(frame: Uint8Array): void;
    onFrame(receive: (frame: Uint8Array) => void): void;
    close(): Promise<void>;
}
