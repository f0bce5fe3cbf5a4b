/** Numbers of the pcap file format (draft-ietf-opsawg-pcap, section 4). */
export declare const magic: {
    readonly microseconds: 2712847316;
    readonly nanoseconds: 2712812621;
};
export declare const version: {
    readonly major: 2;
    readonly minor: 4;
};
export declare const headerBytes = 24;
export declare const recordHeaderBytes = 16;
export declare const ethernetLinkType = 1;
/** What simple_switch says of the Ethernet frames that it writes with `--use-files`. */
export declare const unsaidLinkType = 0;
/** The first block of the other format has the same type in either byte order. */
export declare const pcapngMagic = 168627466;
/** What tcpdump allows. */
export declare const frameBytesMax = 262144;
