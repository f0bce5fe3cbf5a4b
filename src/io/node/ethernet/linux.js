/** Numbers of Linux's interface to packet sockets (linux/if_packet.h, linux/virtio_net.h, linux/sockios.h). */
export const family = { packet: 17 };
export const socketType = { raw: 3 };
/** Every protocol, in host order. */
export const etherTypeAll = 0x0003;
export const level = { socket: 1, packet: 263 };
export const socketOption = { error: 4, sendBufferForce: 32, receiveBufferForce: 33 };
export const packetOption = {
    addMembership: 1,
    receiveRing: 5,
    statistics: 6,
    copyThreshold: 7,
    version: 10,
    transmitRing: 13,
    loss: 14,
    virtioHeader: 15,
    queueBypass: 20,
    ignoreOutgoing: 23,
};
/** TPACKET_V2: one status a frame, so that a frame wakes its reader at once. */
export const ringVersion = 1;
export const membershipPromiscuous = 1;
export const messageDontWait = 0x40;
export const interfaceIsUp = 1;
export const control = { flags: 0x8913, mtu: 0x8921, index: 0x8933 };
/** `struct sockaddr_ll`. */
export const linkAddressBytes = 20;
/** Where the kernel looks for a frame that is to be sent: behind the slot's header. */
export const transmitOffset = 32;
/** What the kernel needs of a slot besides the frame: header, link address, gap and virtio header. */
export const slotOverheadBytes = 96;
/** Words of `struct tpacket2_hdr`, in units of 32 and 16 bits. */
export const slotWord = { status: 0, length: 1, captured: 2 };
export const slotHalf = { frameOffset: 6, vlanTag: 12, vlanType: 13 };
/** Bits of a slot's status. */
export const slotStatus = {
    kernel: 0,
    user: 1 << 0,
    copied: 1 << 1,
    sendRequest: 1 << 0,
    vlanValid: 1 << 4,
    vlanTypeValid: 1 << 6,
};
/** `struct virtio_net_hdr`, which says what the sender's kernel has left to a network card. */
export const virtio = {
    byteLength: 10,
    needsChecksum: 1,
    segmentation: { none: 0, tcp4: 1, tcp6: 4, udp: 5, ecn: 0x80 },
};
//# sourceMappingURL=linux.js.map