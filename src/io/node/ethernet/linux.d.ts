/** Numbers of Linux's interface to packet sockets (linux/if_packet.h, linux/virtio_net.h, linux/sockios.h). */
export declare const family: {
    readonly packet: 17;
};
export declare const socketType: {
    readonly raw: 3;
};
/** Every protocol, in host order. */
export declare const etherTypeAll = 3;
export declare const level: {
    readonly socket: 1;
    readonly packet: 263;
};
export declare const socketOption: {
    readonly error: 4;
    readonly sendBufferForce: 32;
    readonly receiveBufferForce: 33;
};
export declare const packetOption: {
    readonly addMembership: 1;
    readonly receiveRing: 5;
    readonly statistics: 6;
    readonly copyThreshold: 7;
    readonly version: 10;
    readonly transmitRing: 13;
    readonly loss: 14;
    readonly virtioHeader: 15;
    readonly queueBypass: 20;
    readonly ignoreOutgoing: 23;
};
/** TPACKET_V2: one status a frame, so that a frame wakes its reader at once. */
export declare const ringVersion = 1;
export declare const membershipPromiscuous = 1;
export declare const messageDontWait = 64;
export declare const interfaceIsUp = 1;
export declare const control: {
    readonly flags: 35091;
    readonly mtu: 35105;
    readonly index: 35123;
};
/** `struct sockaddr_ll`. */
export declare const linkAddressBytes = 20;
/** Where the kernel looks for a frame that is to be sent: behind the slot's header. */
export declare const transmitOffset = 32;
/** What the kernel needs of a slot besides the frame: header, link address, gap and virtio header. */
export declare const slotOverheadBytes = 96;
/** Words of `struct tpacket2_hdr`, in units of 32 and 16 bits. */
export declare const slotWord: {
    readonly status: 0;
    readonly length: 1;
    readonly captured: 2;
};
export declare const slotHalf: {
    readonly frameOffset: 6;
    readonly vlanTag: 12;
    readonly vlanType: 13;
};
/** Bits of a slot's status. */
export declare const slotStatus: {
    readonly kernel: 0;
    readonly user: number;
    readonly copied: number;
    readonly sendRequest: number;
    readonly vlanValid: number;
    readonly vlanTypeValid: number;
};
/** `struct virtio_net_hdr`, which says what the sender's kernel has left to a network card. */
export declare const virtio: {
    readonly byteLength: 10;
    readonly needsChecksum: 1;
    readonly segmentation: {
        readonly none: 0;
        readonly tcp4: 1;
        readonly tcp6: 4;
        readonly udp: 5;
        readonly ecn: 128;
    };
};
