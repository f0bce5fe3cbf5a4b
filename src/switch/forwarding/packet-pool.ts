import { recycle } from "../../base/index.js";
import type { Layout } from "../model/index.js";
import { emptyPhv } from "../phv/access.js";
import { Packet } from "./packet.js";

/** Packets to use again: none is allocated while traffic flows evenly. */
export class PacketPool {
  private readonly empty: Uint32Array;
  private readonly idle: Packet[] = [];

  constructor(private readonly layout: Layout) {
    this.empty = emptyPhv(layout);
  }

  /** A packet whose PHV holds anything. */
  take(): Packet {
    return this.idle.pop() ?? new Packet(this.layout.words);
  }

  /** A packet with the PHV of one that is about to be parsed. */
  takeEmpty(): Packet {
    const packet = this.take();
    packet.phv.set(this.empty);
    return packet;
  }

  release(packet: Packet): void {
    packet.arrival.packets -= 1;
    if (packet.arrival.packets === 0 && packet.arrival.isOwn) recycle(packet.bytes);
    packet.link = undefined;
    if (packet.trace !== undefined) {
      packet.trace.leave();
      packet.trace = undefined;
    }
    this.idle.push(packet);
  }
}
