import type { FastifyBaseLogger } from "fastify";
import type { LogClient } from "../../src/ringworld/index.js";
import type { FabricChange } from "../change/fabric-changes.js";
import type { HostDesk } from "../connect/controller.js";
import type { RefusedPackets } from "../connect/refused-packets.js";
import type { Fabric } from "../fabric/model.js";
import type { RingSnapshot } from "../ring/snapshot.js";
import type { DataPlane } from "./data-plane.js";
import type { Page } from "./page-routes.js";

/** The fabric, and how to make it another. */
export interface FabricDesk {
  /** What the last completed change made of it. */
  readonly inForce: Fabric;
  /** What is there: while a change is under way, also what comes and what leaves. */
  readonly present: Fabric;
  /** The change that is under way, or the last one if it was given up. */
  readonly change: FabricChange | undefined;
  /**
   * Begins to make it `wanted`.
   *
   * @throws CodedError why it cannot become that
   */
  want(wanted: Fabric): void;
}

/** What the REST API shows and reaches. */
export interface RestOptions {
  readonly fabric: FabricDesk;
  /** What the controller knows now. */
  ring(): RingSnapshot;
  /** What the data planes have refused, by the name of the switch. */
  refused(): Promise<ReadonlyMap<string, RefusedPackets>>;
  /** What is ruled for hosts, and can be. */
  readonly hosts: HostDesk;
  /** `host:port` of the P4Runtime server of each switch, by name. */
  addresses(): ReadonlyMap<string, string>;
  /** The client that appends, reads and trims for REST. */
  readonly log: Pick<LogClient, "append" | "readPack" | "tail" | "trim">;
  /** The dashboard; absent: none. */
  readonly page?: Page;
  /** Data planes that run in this process, by the name of the switch; absent: none. */
  dataPlanes?(): ReadonlyMap<string, DataPlane>;
  /** Absent: silent. */
  readonly logger?: FastifyBaseLogger;
}
