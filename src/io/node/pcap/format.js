/** Numbers of the pcap file format (draft-ietf-opsawg-pcap, section 4). */
export const magic = { microseconds: 0xa1b2_c3d4, nanoseconds: 0xa1b2_3c4d };
export const version = { major: 2, minor: 4 };
export const headerBytes = 24;
export const recordHeaderBytes = 16;
export const ethernetLinkType = 1;
/** What simple_switch says of the Ethernet frames that it writes with `--use-files`. */
export const unsaidLinkType = 0;
/** The first block of the other format has the same type in either byte order. */
export const pcapngMagic = 0x0a0d_0d0a;
/** What tcpdump allows. */
export const frameBytesMax = 262_144;
//# sourceMappingURL=format.js.map