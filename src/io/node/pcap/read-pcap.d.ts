/** One frame of a capture file. */
export interface CapturedFrame {
    /** Nanoseconds since 1970, UTC. */
    readonly timestampNs: bigint;
    /** A view of the file. It is shorter than the frame was when the capture cut it. */
    readonly bytes: Uint8Array;
    /** How long the frame was on the cable. */
    readonly originalBytes: number;
}
/**
 * Reads a capture file of Ethernet frames: pcap in either byte order, with microseconds or nanoseconds.
 *
 * @throws CodedError `PCAP-FILE` when it cannot be read, and what `parsePcap` throws
 */
export declare function readPcap(file: string): CapturedFrame[];
/**
 * Reads the bytes of a capture file (draft-ietf-opsawg-pcap).
 *
 * @param file its name, for messages
 * @throws CodedError `PCAP-FORMAT` when it is no pcap file, `PCAP-LINK-TYPE` when it holds something else than Ethernet,
 *   `PCAP-DAMAGED` with the place at which it stops making sense
 */
export declare function parsePcap(bytes: Uint8Array, file: string): CapturedFrame[];
