import type { ContainerMetadata, ProxiedSite, TrafficClasses } from "../../src/vivace/index.js";
import type { UdpEnd } from "../../src/wire/index.js";
import type { Cable } from "../fabric/model.js";
import type { EdgeClass, EdgePort } from "../plan/site-edge.js";

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
  /** Where its datagrams to other sites go, if not straight there. */
  readonly proxy?: ProxiedSite;
}

/** A container that is made when the store comes up. */
export interface StoreContainer {
  readonly name: string;
  readonly metadata: ContainerMetadata;
}

/** What a port of a site-edge switch may claim, and how much. */
export type PortRights = Omit<EdgePort, "port">;

/** A host behind a port of its site's edge. */
export interface EdgeHost {
  readonly name: string;
  readonly address: number;
  readonly port: number;
  readonly rights: PortRights;
}

/** The way from one site's edge to another's. */
export interface EdgeLink {
  readonly to: string;
  readonly port: number;
  /** The port of the other edge at which the link ends. */
  readonly farPort: number;
  readonly cable: Cable;
}

/** The switch at the edge of a site. */
export interface StoreEdge {
  readonly site: string;
  readonly deviceId: bigint;
  /** `host:port` of its P4Runtime server, or `auto`: whoever starts it chooses. */
  readonly grpc: string;
  readonly hosts: readonly EdgeHost[];
  readonly links: readonly EdgeLink[];
}

/** The network between the sites. */
export interface StoreNetwork {
  readonly edges: readonly StoreEdge[];
  readonly classes: readonly EdgeClass[];
}

/** A store as its file describes it. */
export interface StorePlan {
  readonly name: string;
  readonly sites: readonly StoreSite[];
  /** The replica set of the directory. */
  readonly directory: readonly UdpEnd[];
  readonly containers: readonly StoreContainer[];
  readonly classes: TrafficClasses;
  /** Absent: the sites meet on the machine's own network. */
  readonly network?: StoreNetwork;
  /** What each proxy sends to other sites at most; without proxies nothing. */
  readonly proxy?: { readonly rateBps: number; readonly queueDepth: number };
}
