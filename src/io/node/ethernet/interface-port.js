import { KickSchedule } from "./kick-schedule.js";
import { libc } from "./libc.js";
import { ReceiveRing } from "./receive-ring.js";
import { TransmitRing } from "./transmit-ring.js";
/** Frames that one port hands over before another one has its turn. */
const batchFrames = 256;
/** How long after an error an interface is looked at again. */
const recoverAfterMs = 50;
/** All ports of this process share system calls. */
const kicks = new KickSchedule();
/**
 * A Linux network interface as a port of a switch: every frame that arrives there, and none that leaves. VLAN tags are
 * where they are on the cable, checksums are complete, and what a kernel has not cut into segments yet is cut.
 *
 * While the interface is down nothing comes and what is sent is lost; when it is up again, all goes on.
 */
export class InterfacePort {
    name;
    #incoming;
    #outgoing;
    #receive = () => undefined;
    #watch;
    #closed = false;
    /**
     * Opens an interface of this network namespace. It need not be up yet.
     *
     * @example
     * const port = new InterfacePort("s1-eth1");
     * port.onFrame((frame) => port.send(frame));
     * @throws CodedError `PORT-PERMISSION` without CAP_NET_RAW, `PORT-INTERFACE` when there is none of that name,
     *   `PORT-PLATFORM` elsewhere than on Linux, `PORT-SYSTEM` when the kernel refuses for another reason.
     */
    constructor(name) {
        this.name = name;
        this.#outgoing = new TransmitRing(name);
        try {
            this.#incoming = new ReceiveRing(name);
        }
        catch (error) {
            this.#outgoing.close();
            throw error;
        }
        this.#startWatch();
    }
    get statistics() {
        return { refusedIn: this.#incoming.refused, refusedOut: this.#outgoing.refused };
    }
    send(frame) {
        if (!this.#closed)
            kicks.send(this.#outgoing, frame);
    }
    /** When `receive` gives true, it has done with the frame, and the memory is used for another one. */
    onFrame(receive) {
        this.#receive = receive;
    }
    async close() {
        if (this.#closed)
            return;
        this.#closed = true;
        this.#watch?.stop();
        kicks.remove(this.#outgoing);
        this.#outgoing.close();
        this.#incoming.close();
    }
    #startWatch() {
        this.#watch = libc().watch(this.#incoming.socket.fd, (status) => {
            if (status < 0)
                this.#recover();
            else
                this.#drain();
        });
    }
    #drain() {
        try {
            this.#incoming.drain(batchFrames, this.#receive);
        }
        catch (error) {
            // What is thrown through the watcher gets lost.
            setImmediate(() => {
                throw error;
            });
        }
        kicks.kick();
        kicks.soon();
    }
    /** The interface has gone down: its error is cleared, and frames come again when it is up. */
    #recover() {
        this.#watch?.stop();
        this.#watch = undefined;
        this.#incoming.socket.clearError();
        setTimeout(() => {
            if (!this.#closed)
                this.#startWatch();
        }, recoverAfterMs);
    }
}
//# sourceMappingURL=interface-port.js.map