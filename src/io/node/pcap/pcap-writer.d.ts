/** Writes Ethernet frames to a capture file with microseconds, which every tool reads. */
export declare class PcapWriter {
    #private;
    /**
     * Makes the file, or empties it.
     *
     * @throws CodedError `PCAP-FILE`
     */
    constructor(file: string);
    /** Adds a frame; what came before 1970 has the time stamp 0. */
    write(frame: Uint8Array, timestampNs: bigint): void;
    /** Brings what was written to the file. */
    flush(): void;
    close(): void;
}
