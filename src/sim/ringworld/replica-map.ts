import { assert } from "../../base/index.js";
import { type ReplicaGroup, ReplicaReader } from "../check/index.js";
import type { Medium } from "../disk/medium.js";
import type { Fabric } from "./controller-logic.js";

/** Finds the log servers that must keep an index, straight from the fabric file and past every table. */
export class ReplicaMap {
  readonly #fabric: Fabric;
  readonly #readers = new Map<string, ReplicaReader>();

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
  }

  /** Makes a log server's medium known. */
  add(name: string, medium: Medium): void {
    this.#readers.set(name, new ReplicaReader(name, medium));
  }

  groupOf(index: bigint): ReplicaGroup {
    const { stripes, replicaSets } = this.#fabric;
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
