import type { FastifyBaseLogger } from "fastify";
import type { LogClient } from "../../src/ringworld/index.js";
import type { HostDesk } from "../connect/controller.js";
import type { Fabric } from "../fabric/model.js";
import type { RingSnapshot } from "../ring/snapshot.js";
import type { DataPlane } from "./data-plane.js";
import type { Page } from "./page-routes.js";

/** What the REST API shows and reaches. */
export interface RestOptions {
  readonly fabric: Fabric;
  /** What the controller knows now. */
  ring(): RingSnapshot;
  /** What is ruled for hosts, and can be. */
  readonly hosts: HostDesk;
  /** `host:port` of the P4Runtime server of each switch, by name. */
  readonly addresses: ReadonlyMap<string, string>;
  /** The client that appends, reads and trims for REST. */
  readonly log: Pick<LogClient, "append" | "readPack" | "tail" | "trim">;
  /** The dashboard; absent: none. */
  readonly page?: Page;
  /** Data planes that run in this process, by the name of the switch; absent: none. */
  readonly dataPlanes?: ReadonlyMap<string, DataPlane>;
  /** Absent: silent. */
  readonly logger?: FastifyBaseLogger;
}
