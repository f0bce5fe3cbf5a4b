import { assert } from "../../base/index.js";
import { type ReplicaGroup, ReplicaReader } from "../check/index.js";
import type { Medium } from "../disk/medium.js";
import type { Fabric } from "./controller-logic.js";

/** Finds the log servers that must keep an index, straight from the fabric files and past every table. */
export class ReplicaMap {
  /** Any of them may be in force. */
  #files: readonly Fabric[];
  readonly #readers = new Map<string, ReplicaReader>();

  constructor(first: Fabric) {
    this.#files = [first];
  }

  /** Makes a log server's medium known. */
  add(name: string, medium: Medium): void {
    this.#readers.set(name, new ReplicaReader(name, medium));
  }

  /** One more file may be in force, or come into force. */
  mayKeep(file: Fabric): void {
    this.#files = [...this.#files, file];
  }

  /** The last file is in force, and no other. */
  settle(): void {
    this.#files = this.#files.slice(-1);
  }

  /** The groups of log servers of which one must keep an index. */
  groupsOf(index: bigint): readonly ReplicaGroup[] {
    return this.#files.map((file) => this.#groupOf(file, index));
  }

  #groupOf({ stripes, replicaSets }: Fabric, index: bigint): ReplicaGroup {
    const stripe = stripes[Number(index % BigInt(stripes.length))];
    const set = replicaSets.find(({ number }) => number === stripe?.replicaSet);
    assert(set !== undefined, `index ${index} belongs to a replica set`);
    const readers = set.servers.map((name) => this.#reader(name));
    return { readers, majority: Math.floor(readers.length / 2) + 1 };
  }

  #reader(name: string): ReplicaReader {
    const reader = this.#readers.get(name);
    assert(reader !== undefined, `the world has the log server ${name}`);
    return reader;
  }
}
