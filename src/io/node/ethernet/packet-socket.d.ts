/** A ring of slots that kernel and process share. */
export interface Ring {
    readonly bytes: Uint8Array;
    /** The same memory, for the kernel's headers. */
    readonly words: Int32Array;
    readonly halves: Uint16Array;
    readonly slotBytes: number;
    readonly slots: number;
}
/** A packet socket on one network interface, with a ring of frames that the kernel reads or writes. */
export declare class PacketSocket {
    #private;
    readonly name: string;
    readonly fd: number;
    /** Longest frame that the interface takes. */
    readonly frameBytesMax: number;
    /** @throws CodedError `PORT-PERMISSION`, `PORT-INTERFACE`, `PORT-PLATFORM` */
    constructor(name: string);
    /** Whether the interface is up. */
    get isUp(): boolean;
    setOption(name: number, value: number): void;
    /** Asks for socket buffers of a size; only root gets more than the system's limit. */
    setBufferBytes(which: "sendBufferForce" | "receiveBufferForce", byteLength: number): void;
    /** Lets the interface take frames for every address. It ends with the socket. */
    setPromiscuous(): void;
    /** Makes a ring of about `byteLength`, in which each slot takes a frame of the interface. */
    map(option: number, byteLength: number): Ring;
    /** Attaches the socket to its interface; it then receives everything, or nothing. */
    bind(receives: boolean): void;
    /** Fetches, and thereby clears, the error that an interface leaves behind as it goes down. */
    clearError(): void;
    close(): void;
}
