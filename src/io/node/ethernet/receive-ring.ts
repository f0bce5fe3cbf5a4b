import { etherType } from "../../../wire/index.js";
import { FrameSlab } from "../frame-slab.js";
import { type Libc, libc } from "./libc.js";
import { messageDontWait, packetOption, slotHalf, slotStatus, slotWord, virtio } from "./linux.js";
import { finishOffload, type Offload, readOffload } from "./offload.js";
import { PacketSocket, type Ring } from "./packet-socket.js";

const ringBytes = 4 * 1024 * 1024;
/** Longest frame that a kernel hands over before it is cut into segments. */
const largestFrameBytes = 65_536 + 64;
const receiveBufferBytes = 4 * 1024 * 1024;
const macAddressesBytes = 12;
const vlanTagBytes = 4;

/**
 * Frames that come in at a network interface. The kernel writes them into memory that this process reads, so that
 * receiving takes no system call; each is copied once, because a switch may keep it longer than the ring can.
 */
export class ReceiveRing {
  /** Frames that did not fit or could not be finished. */
  refused = 0;
  readonly socket: PacketSocket;
  readonly #ring: Ring;
  readonly #libc: Libc = libc();
  readonly #slab = new FrameSlab();
  #next = 0;

  /** Begins to receive. @throws CodedError `PORT-…` */
  constructor(name: string) {
    this.socket = new PacketSocket(name);
    this.socket.setOption(packetOption.ignoreOutgoing, 1);
    this.socket.setOption(packetOption.copyThreshold, 1);
    this.socket.setBufferBytes("receiveBufferForce", receiveBufferBytes);
    this.#ring = this.socket.map(packetOption.receiveRing, ringBytes);
    this.socket.bind(true);
    this.socket.setPromiscuous();
  }

  /**
   * Hands over at most `framesMax` frames that wait; `receive` says true when it has done with a frame.
   *
   * @returns how many slots were taken
   */
  drain(framesMax: number, receive: (frame: Uint8Array) => unknown): number {
    const { words, slotBytes, slots } = this.#ring;
    let taken = 0;
    for (; taken < framesMax; taken += 1) {
      const at = this.#next * slotBytes;
      const status = Atomics.load(words, (at >> 2) + slotWord.status);
      if ((status & slotStatus.user) === 0) break;
      this.#next = (this.#next + 1) % slots;
      this.#take(at, status, receive);
    }
    return taken;
  }

  #take(at: number, status: number, receive: (frame: Uint8Array) => unknown): void {
    const { bytes, words, halves } = this.#ring;
    const length = words[(at >> 2) + slotWord.length] ?? 0;
    const captured = words[(at >> 2) + slotWord.captured] ?? 0;
    const start = at + (halves[(at >> 1) + slotHalf.frameOffset] ?? 0);
    const headerAt = start - virtio.byteLength;
    // The low byte asks for a checksum, the high one for segmentation.
    const wishes = (halves[headerAt >> 1] ?? 0) & (0xff00 | virtio.needsChecksum);
    const isPlain =
      (wishes | (status & (slotStatus.copied | slotStatus.vlanValid))) === 0 && length === captured;
    if (isPlain) {
      const frame = this.#slab.copy(bytes, start, start + length);
      Atomics.store(words, (at >> 2) + slotWord.status, slotStatus.kernel);
      if (receive(frame) === true) this.#slab.giveBack(frame);
      return;
    }
    const frames = this.#finish(at, status, length === captured ? start : undefined, captured);
    Atomics.store(words, (at >> 2) + slotWord.status, slotStatus.kernel);
    if (frames.length === 0) this.refused += 1;
    for (const frame of frames) receive(frame);
  }

  /** Frames that need work: `start` is absent when the frame was too long for its slot. */
  #finish(at: number, status: number, start: number | undefined, captured: number): readonly Uint8Array[] {
    const { bytes, halves } = this.#ring;
    let frames: readonly Uint8Array[];
    if (start !== undefined) {
      const offload = readOffload(bytes, start - virtio.byteLength);
      frames = finishOffload(this.#slab.copy(bytes, start, start + captured), offload);
    } else if ((status & slotStatus.copied) !== 0) {
      const large = this.#receiveLarge();
      frames = large === undefined ? [] : finishOffload(large.frame, large.offload);
    } else return [];
    if ((status & slotStatus.vlanValid) === 0) return frames;
    const tag = halves[(at >> 1) + slotHalf.vlanTag] ?? 0;
    const hasType = (status & slotStatus.vlanTypeValid) !== 0;
    const type = hasType ? (halves[(at >> 1) + slotHalf.vlanType] ?? 0) : etherType.vlan;
    return frames.map((frame) => withVlanTag(frame, type, tag));
  }

  /** A frame that is longer than a slot waits in the socket's queue. */
  #receiveLarge(): { readonly frame: Uint8Array; readonly offload: Offload } | undefined {
    const buffer = new Uint8Array(largestFrameBytes + virtio.byteLength);
    const length = this.#libc.recv(this.socket.fd, buffer, buffer.length, messageDontWait);
    if (length <= virtio.byteLength) return undefined;
    return { frame: buffer.subarray(virtio.byteLength, length), offload: readOffload(buffer, 0) };
  }

  close(): void {
    this.socket.close();
  }
}

/** The kernel takes the outer VLAN tag out of a frame; a switch wants it as it was on the cable (IEEE 802.1Q §9.3). */
function withVlanTag(frame: Uint8Array, type: number, tag: number): Uint8Array {
  const tagged = new Uint8Array(frame.length + vlanTagBytes);
  tagged.set(frame.subarray(0, macAddressesBytes));
  tagged.set([type >> 8, type & 0xff, tag >> 8, tag & 0xff], macAddressesBytes);
  tagged.set(frame.subarray(macAddressesBytes), macAddressesBytes + vlanTagBytes);
  return tagged;
}
