/** Told when a file descriptor can be read; `status` is below 0 when the socket has an error to fetch. */
export type OnReadable = (status: number) => void;
/** The system calls that packet sockets need. Those that can fail give a negative number. */
export interface Libc {
    socket(family: number, type: number, protocol: number): number;
    setsockopt(fd: number, level: number, name: number, value: Uint8Array, length: number): number;
    getsockopt(fd: number, level: number, name: number, value: Uint8Array, length: Uint32Array): number;
    ioctl(fd: number, request: number, argument: Uint8Array): number;
    bind(fd: number, address: Uint8Array, length: number): number;
    recv(fd: number, into: Uint8Array, length: number, flags: number): number;
    /** Sends what is in the transmit ring of a packet socket. */
    kick(fd: number, flags: number): number;
    close(fd: number): number;
    /** Maps the rings of a packet socket; undefined when the kernel refuses. */
    map(fd: number, byteLength: number): {
        readonly memory: ArrayBuffer;
        unmap(): void;
    } | undefined;
    /** Calls back in every turn of the event loop in which a file descriptor can be read, until `stop`. */
    watch(fd: number, onReadable: OnReadable): {
        stop(): void;
    };
    /** The name of the last call's error, such as `EPERM`. */
    errorName(): string;
}
/**
 * The C library, loaded at the first call: who opens no network interface needs none.
 *
 * @throws CodedError `PORT-PLATFORM` elsewhere than on Linux
 */
export declare function libc(): Libc;
