import type { FastifyBaseLogger } from "fastify";
import type { Static } from "typebox";
import type { Losses, VivaceStore } from "../../../src/vivace/index.js";
import type { EdgeControl } from "../../edge/edge-control.js";
import type { StorePlan } from "../../store/model.js";
import type { replicaView } from "./schemas.js";

/** How a replica is. */
export type ReplicaStatus = Static<typeof replicaView>;

/** What the REST API of a store shows and reaches. */
export interface StoreRestOptions {
  readonly plan: StorePlan;
  /** The client that reads and writes for REST. */
  readonly store: Pick<VivaceStore, "read" | "write" | "execute" | "createContainer" | "directory">;
  status(): Promise<readonly ReplicaStatus[]>;
  losses(): Promise<Losses>;
  /** Absent: the sites have no edges. */
  readonly edges?: EdgeControl;
  /** Absent: silent. */
  readonly logger?: FastifyBaseLogger;
}
