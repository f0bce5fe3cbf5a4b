import { equalBytes } from "../../../base/index.js";
import { type LogPosition, unpackEntries } from "../../../ringworld/index.js";
import { logRecord, recordKind } from "../../../ringworld/log-record.js";
import { headerCodec, indexOf } from "../../../wire/index.js";
import type { Medium } from "../../disk/medium.js";

/** What a log server's medium holds at an index: what was written there last. */
export interface HeldRecord {
  readonly tag: number;
  readonly view: number;
  /** The entries' bytes, by place; none for what is no pack. */
  readonly values: readonly Uint8Array[];
  /** Its number among the records of the medium. */
  readonly record: number;
}

const codec = headerCodec(logRecord);

/** Reads a log server's medium from outside: what is durable on it, whatever the server thinks. */
export class ReplicaReader {
  readonly name: string;
  readonly #medium: Medium;
  readonly #held = new Map<bigint, HeldRecord>();
  #readCount = 0;

  constructor(name: string, medium: Medium) {
    this.name = name;
    this.#medium = medium;
  }

  /** What is durable at an index. */
  at(index: bigint): HeldRecord | undefined {
    this.#catchUp();
    return this.#held.get(index);
  }

  /** What is durable at an index, and whose space was not given back. */
  keptAt(index: bigint): HeldRecord | undefined {
    const held = this.at(index);
    return held !== undefined && held.record >= this.#medium.released ? held : undefined;
  }

  /** Durable records never change, so that each is read once. */
  #catchUp(): void {
    const { records, durableCount } = this.#medium;
    for (; this.#readCount < durableCount; this.#readCount += 1) {
      const record = records[this.#readCount];
      const header = record && codec.decode(record.header, 0);
      if (record === undefined || header?.kind !== recordKind.entry) continue;
      this.#held.set(indexOf(header), {
        tag: header.tag,
        view: header.view,
        values: unpackEntries({ entries: header.entries, payload: record.body }) ?? [],
        record: this.#readCount,
      });
    }
  }
}

/** The log servers that keep an index, and how many of them are a majority. */
export interface ReplicaGroup {
  readonly readers: readonly ReplicaReader[];
  readonly majority: number;
}

/** How many of a group hold this very value durably, and have not given it back. */
export function holdersOf(group: ReplicaGroup, { index, place }: LogPosition, value: Uint8Array): number {
  const heldBy = (reader: ReplicaReader) => reader.keptAt(index)?.values[place];
  return group.readers.filter((reader) => {
    const held = heldBy(reader);
    return held !== undefined && equalBytes(held, value);
  }).length;
}

/** Whether a majority of a group holds the same at an index. */
export function isOnMajority(group: ReplicaGroup, index: bigint): boolean {
  const tags = group.readers.flatMap((reader) => reader.at(index)?.tag ?? []);
  return tags.some((tag) => tags.filter((other) => other === tag).length >= group.majority);
}

/** What each member holds, for reports. */
export function describeHolders(group: ReplicaGroup, index: bigint): string {
  const describe = (held: HeldRecord | undefined) =>
    held === undefined ? "nothing" : `tag ${held.tag.toString(16)} of view ${held.view}`;
  return group.readers.map((reader) => `${reader.name} holds ${describe(reader.at(index))}`).join(", ");
}
