import { assert, type Random, randomBelow } from "../../base/index.js";
import type { RecordPosition, StoredRecord } from "../../io/index.js";
import { chance } from "../kernel/chance.js";

/** One record on a medium. */
export interface MediumRecord extends StoredRecord {
  readonly position: RecordPosition;
  /** Whether a crash wrote only a part of it: its checksum is wrong. */
  readonly torn: boolean;
}

/**
 * What survives a crash: the records of a disk. The first `durable` of them are safe; of the ones after them a crash
 * leaves as many as chance wants, from the front, and it may tear the first one that it does not leave whole.
 */
export class Medium {
  readonly #records: MediumRecord[] = [];
  readonly #at = new Map<RecordPosition, number>();
  #durableCount = 0;
  #released = 0;
  #endPosition: RecordPosition = 0;

  /** All that was ever written and that no crash has lost, freed or not. */
  get records(): readonly MediumRecord[] {
    return this.#records;
  }

  /** What opening the disk shows. */
  get kept(): readonly MediumRecord[] {
    return this.#records.slice(this.#released);
  }

  /** How many records, from the first, were freed. */
  get released(): number {
    return this.#released;
  }

  /** How many records, from the first, survive everything. */
  get durableCount(): number {
    return this.#durableCount;
  }

  append(header: Uint8Array, body: Uint8Array): RecordPosition {
    const position = this.#endPosition;
    this.#at.set(position, this.#records.length);
    this.#records.push({ position, header: header.slice(), body: body.slice(), torn: false });
    this.#endPosition += header.length + body.length + 1;
    return position;
  }

  /** Makes the first `count` records safe. */
  harden(count: number): void {
    assert(count <= this.#records.length, "no more can be durable than was written");
    this.#durableCount = Math.max(this.#durableCount, count);
  }

  /** A durable record; undefined when it is none or its bytes are damaged. */
  read(position: RecordPosition): StoredRecord | undefined {
    const at = this.#at.get(position);
    const record =
      at === undefined || at >= this.#durableCount || at < this.#released ? undefined : this.#records[at];
    if (record === undefined || record.torn) return undefined;
    return { header: record.header.slice(), body: record.body.slice() };
  }

  /** Frees the durable records before a position: they are never shown or read again. */
  release(before: RecordPosition): void {
    while (
      this.#released < this.#durableCount &&
      (this.#records[this.#released]?.position ?? before) < before
    ) {
      this.#released += 1;
    }
  }

  /** Loses what a crash loses. What it leaves whole has reached the disk: it is durable from now on. */
  crash(random: Random, tearing: number): void {
    const unsynced = this.#records.length - this.#durableCount;
    const kept = this.#durableCount + randomBelow(random, unsynced + 1);
    const torn = chance(random, tearing);
    const firstLost = this.#records[kept];
    this.#truncate(kept);
    this.#durableCount = kept;
    if (torn && firstLost) this.#records.push({ ...firstLost, torn: true });
  }

  /** What opening a storage does: it ends the log before a record whose checksum is wrong. */
  recover(): void {
    const firstTorn = this.#records.findIndex((record) => record.torn);
    if (firstTorn >= 0) this.#truncate(firstTorn);
  }

  #truncate(count: number): void {
    for (const record of this.#records.splice(count)) this.#at.delete(record.position);
  }
}
