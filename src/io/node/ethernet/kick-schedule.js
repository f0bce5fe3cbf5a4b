/** Frames of one ring that wait at most for a system call. */
const kickFrames = 64;
/** Lets frames that are sent in the same turn of the event loop share system calls. */
export class KickSchedule {
    #rings = new Set();
    #immediate;
    /** Adds a frame to a ring, which is kicked at the end of this turn at the latest. */
    send(ring, frame) {
        ring.add(frame);
        if (ring.waiting === 1)
            this.#rings.add(ring);
        if (ring.waiting >= kickFrames)
            ring.kick();
        this.soon();
    }
    /** Kicks all rings that have frames; those that keep some are kicked again in the next turn. */
    kick() {
        for (const ring of this.#rings) {
            ring.kick();
            if (ring.waiting === 0)
                this.#rings.delete(ring);
        }
    }
    /** Makes sure that there is a kick in this turn, and that what callbacks of this turn have promised is done. */
    soon() {
        this.#immediate ??= setImmediate(() => {
            this.#immediate = undefined;
            this.kick();
            if (this.#rings.size > 0)
                this.soon();
        });
    }
    /** Forgets a ring that is closed. */
    remove(ring) {
        this.#rings.delete(ring);
    }
}
//# sourceMappingURL=kick-schedule.js.map