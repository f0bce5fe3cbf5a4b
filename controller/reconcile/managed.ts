import type { Entity } from "p4runtime-js-grpc/values";
import { dscp } from "../../src/programs/index.js";
import { isPortRole, managedTables } from "../plan/entries.js";

/** What of a switch belongs to the controller: what it did not put there, it takes away. */
export interface Managed {
  readonly tables: readonly string[];
  readonly meters: readonly string[];
  readonly hasMulticastGroups: boolean;
  /** Whether an entity lets packets in, and so comes after all that those packets need. */
  opens(entity: Entity): boolean;
}

/** The ToR program's. */
export const torManaged: Managed = {
  tables: managedTables,
  meters: [],
  hasMulticastGroups: true,
  opens: isPortRole,
};

const portTrust = dscp.tables.port_trust.name;

/** The site-edge program's. */
export const edgeManaged: Managed = {
  tables: Object.values(dscp.tables).map(({ name }) => name),
  meters: Object.values(dscp.meters).map(({ name }) => name),
  hasMulticastGroups: false,
  // Marks are believed when it is known what they mean, and how much of them is allowed.
  opens: (entity) => entity.kind === "tableEntry" && entity.table === portTrust,
};
