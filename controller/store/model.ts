import type { ContainerMetadata, TrafficClasses } from "../../src/vivace/index.js";
import type { UdpEnd } from "../../src/wire/index.js";

/** A replica of a store. */
export interface StoreReplica {
  readonly name: string;
  readonly site: string;
  readonly end: UdpEnd;
}

/** A site of a store. */
export interface StoreSite {
  readonly name: string;
  /** IPv4 address of clients there. */
  readonly client: number;
  /** Its local set. */
  readonly replicas: readonly StoreReplica[];
}

/** A container that is made when the store comes up. */
export interface StoreContainer {
  readonly name: string;
  readonly metadata: ContainerMetadata;
}

/** A store as its file describes it. */
export interface StorePlan {
  readonly name: string;
  readonly sites: readonly StoreSite[];
  /** The replica set of the directory. */
  readonly directory: readonly UdpEnd[];
  readonly containers: readonly StoreContainer[];
  readonly classes: TrafficClasses;
}
