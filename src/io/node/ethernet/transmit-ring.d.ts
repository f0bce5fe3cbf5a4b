/**
 * Frames that leave by a network interface. They are written into memory that the kernel reads; one system call sends
 * all that wait.
 */
export declare class TransmitRing {
    #private;
    /** Frames that were too long or too short, found the ring full, or met an interface that is down. */
    refused: number;
    /** @throws CodedError `PORT-…` */
    constructor(name: string);
    /** Frames that `kick` would send. */
    get waiting(): number;
    /** Puts a frame into the ring; when the ring is full, or the frame impossible, it is lost. */
    add(frame: Uint8Array): void;
    /**
     * Sends what waits; some of it may go on waiting when the kernel has no memory for it now. What an interface that is
     * down does not take is lost, as on a cable that is not plugged in.
     */
    kick(): void;
    close(): void;
}
