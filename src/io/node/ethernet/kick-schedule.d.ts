import type { TransmitRing } from "./transmit-ring.js";
/** Lets frames that are sent in the same turn of the event loop share system calls. */
export declare class KickSchedule {
    #private;
    /** Adds a frame to a ring, which is kicked at the end of this turn at the latest. */
    send(ring: TransmitRing, frame: Uint8Array): void;
    /** Kicks all rings that have frames; those that keep some are kicked again in the next turn. */
    kick(): void;
    /** Makes sure that there is a kick in this turn, and that what callbacks of this turn have promised is done. */
    soon(): void;
    /** Forgets a ring that is closed. */
    remove(ring: TransmitRing): void;
}
