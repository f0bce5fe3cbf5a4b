import { libc } from "./libc.js";
import { messageDontWait, packetOption, slotStatus, slotWord, transmitOffset, virtio } from "./linux.js";
import { PacketSocket } from "./packet-socket.js";
const ringBytes = 2 * 1024 * 1024;
const sendBufferBytes = 8 * 1024 * 1024;
/** Shorter ones have no Ethernet header. */
const frameBytesMin = 14;
/**
 * Frames that leave by a network interface. They are written into memory that the kernel reads; one system call sends
 * all that wait.
 */
export class TransmitRing {
    /** Frames that were too long or too short, found the ring full, or met an interface that is down. */
    refused = 0;
    #socket;
    #ring;
    #libc = libc();
    #frameBytesMax;
    #next = 0;
    #waiting = 0;
    /** @throws CodedError `PORT-…` */
    constructor(name) {
        this.#socket = new PacketSocket(name);
        this.#frameBytesMax = this.#socket.frameBytesMax;
        // A frame that the interface refuses is skipped, and does not stand in the way of the others.
        this.#socket.setOption(packetOption.loss, 1);
        this.#socket.setOption(packetOption.queueBypass, 1);
        this.#socket.setBufferBytes("sendBufferForce", sendBufferBytes);
        this.#ring = this.#socket.map(packetOption.transmitRing, ringBytes);
        this.#socket.bind(false);
    }
    /** Frames that `kick` would send. */
    get waiting() {
        return this.#waiting;
    }
    /** Puts a frame into the ring; when the ring is full, or the frame impossible, it is lost. */
    add(frame) {
        if (frame.length < frameBytesMin || frame.length > this.#frameBytesMax || !this.#hasRoom()) {
            this.refused += 1;
            return;
        }
        const { bytes, words, halves, slotBytes, slots } = this.#ring;
        const at = this.#next * slotBytes;
        const start = at + transmitOffset;
        // Says that the whole frame is header: the kernel then copies it at once instead of lending our memory out.
        const header = start >> 1;
        halves[header] = 0;
        halves[header + 1] = frame.length;
        halves[header + 2] = 0;
        halves[header + 3] = 0;
        halves[header + 4] = 0;
        bytes.set(frame, start + virtio.byteLength);
        words[(at >> 2) + slotWord.length] = frame.length + virtio.byteLength;
        Atomics.store(words, (at >> 2) + slotWord.status, slotStatus.sendRequest);
        this.#next = (this.#next + 1) % slots;
        this.#waiting += 1;
    }
    /**
     * Sends what waits; some of it may go on waiting when the kernel has no memory for it now. What an interface that is
     * down does not take is lost, as on a cable that is not plugged in.
     */
    kick() {
        if (this.#waiting === 0)
            return;
        const result = this.#libc.kick(this.#socket.fd, messageDontWait);
        if (result < 0 && this.#libc.errorName() !== "EAGAIN")
            this.#discard();
        const { words, slots } = this.#ring;
        const last = (this.#next + slots - 1) % slots;
        if (Atomics.load(words, this.#statusOf(last)) !== slotStatus.sendRequest)
            this.#waiting = 0;
    }
    #hasRoom() {
        if (this.#isFree(this.#next))
            return true;
        this.kick();
        return this.#isFree(this.#next);
    }
    #isFree(slot) {
        return Atomics.load(this.#ring.words, this.#statusOf(slot)) === slotStatus.kernel;
    }
    /** Where the status of a slot is among the words. */
    #statusOf(slot) {
        return ((slot * this.#ring.slotBytes) >> 2) + slotWord.status;
    }
    /** Takes back what the kernel has not sent; it goes on where it stopped. */
    #discard() {
        const { words, slots } = this.#ring;
        for (let count = 0; count < slots; count += 1) {
            const last = (this.#next + slots - 1) % slots;
            const status = this.#statusOf(last);
            if (Atomics.load(words, status) !== slotStatus.sendRequest)
                return;
            Atomics.store(words, status, slotStatus.kernel);
            this.#next = last;
            this.refused += 1;
        }
    }
    close() {
        this.kick();
        this.#socket.close();
    }
}
//# sourceMappingURL=transmit-ring.js.map