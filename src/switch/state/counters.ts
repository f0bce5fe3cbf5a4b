import type { CounterData } from "p4runtime-js-grpc/values";

/** Packets and bytes of many cells; exact up to 2^53. */
export class CounterBank {
  packets: Float64Array;
  bytes: Float64Array;

  constructor(size: number) {
    this.packets = new Float64Array(size);
    this.bytes = new Float64Array(size);
  }

  get size(): number {
    return this.packets.length;
  }

  count(index: number, bytes: number): void {
    this.packets[index] = (this.packets[index] ?? 0) + 1;
    this.bytes[index] = (this.bytes[index] ?? 0) + bytes;
  }

  read(index: number): CounterData {
    return { packets: BigInt(this.packets[index] ?? 0), bytes: BigInt(this.bytes[index] ?? 0) };
  }

  write(index: number, data: CounterData): void {
    this.packets[index] = Number(data.packets);
    this.bytes[index] = Number(data.bytes);
  }

  clear(index: number): void {
    this.packets[index] = 0;
    this.bytes[index] = 0;
  }

  /** Makes room for at least `size` cells and keeps those that are there. */
  grow(size: number): void {
    const { packets, bytes } = this;
    if (size <= packets.length) return;
    this.packets = new Float64Array(size);
    this.bytes = new Float64Array(size);
    this.packets.set(packets);
    this.bytes.set(bytes);
  }
}
