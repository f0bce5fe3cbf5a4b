import type { RecordPosition, Storage, StoredRecord } from "../../io/index.js";
import type { Medium } from "./medium.js";

/** How a storage gets its time: callbacks that a crash of the node takes away. */
export interface DiskTime {
  /** Calls back when one sync, begun now, has ended. */
  sync(done: () => void): void;
  /** Calls back when one read, begun now, has ended. */
  read(done: () => void): void;
}

interface Waiting {
  /** The record is durable when this many records are. */
  readonly count: number;
  readonly done: (failure?: Error) => void;
}

/** `Storage` on a simulated medium, for one life of a node. One sync runs at a time and takes all that was written. */
export class SimStorage implements Storage {
  readonly #medium: Medium;
  readonly #time: DiskTime;
  #waiting: Waiting[] = [];
  #syncing = false;
  #failure: Error | undefined;
  #onIdle: (() => void)[] = [];

  constructor(medium: Medium, time: DiskTime) {
    this.#medium = medium;
    this.#time = time;
  }

  append(header: Uint8Array, body: Uint8Array, done: (failure?: Error) => void): RecordPosition {
    const position = this.#medium.append(header, body);
    this.#waiting.push({ count: this.#medium.records.length, done });
    this.#sync();
    return position;
  }

  read(position: RecordPosition, receive: (record: StoredRecord | undefined) => void): void {
    this.#time.read(() => receive(this.#medium.read(position)));
  }

  release(before: RecordPosition): void {
    this.#medium.release(before);
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#onIdle.push(resolve);
      this.#sync();
    });
  }

  /** Makes the disk fail: what is not durable yet may be lost, and it takes nothing more. */
  fail(failure: Error): void {
    this.#failure = failure;
  }

  #sync(): void {
    if (this.#syncing) return;
    if (this.#waiting.length === 0) {
      for (const resolve of this.#onIdle.splice(0)) resolve();
      return;
    }
    this.#syncing = true;
    const count = this.#medium.records.length;
    this.#time.sync(() => this.#synced(count));
  }

  #synced(count: number): void {
    this.#syncing = false;
    if (this.#failure === undefined) this.#medium.harden(count);
    const ready = this.#waiting.filter((waiting) => waiting.count <= count);
    this.#waiting = this.#waiting.filter((waiting) => waiting.count > count);
    for (const { done } of ready) done(this.#failure);
    this.#sync();
  }
}
