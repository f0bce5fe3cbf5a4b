import type { Layout } from "../model/index.js";
import { emptyPhv } from "../phv/access.js";
import { Packet } from "./packet.js";

/** Packets to use again: none is allocated while traffic flows evenly. */
export class PacketPool {
  private readonly empty: Uint32Array;
  private readonly idle: Packet[] = [];
  private taken = 0;

  constructor(private readonly layout: Layout) {
    this.empty = emptyPhv(layout);
  }

  /** Whether no packet is on its way: none in work, none in a queue, none that waits for its next loop. */
  get isEmpty(): boolean {
    return this.taken === 0;
  }

  /** A packet whose PHV holds anything. */
  take(): Packet {
    this.taken += 1;
    return this.idle.pop() ?? new Packet(this.layout.words);
  }

  /** A packet with the PHV of one that is about to be parsed. */
  takeEmpty(): Packet {
    const packet = this.take();
    packet.phv.set(this.empty);
    return packet;
  }

  release(packet: Packet): void {
    this.taken -= 1;
    packet.link = undefined;
    if (packet.trace !== undefined) {
      packet.trace.leave();
      packet.trace = undefined;
    }
    this.idle.push(packet);
  }
}
