import { tor } from "../../src/programs/index.js";
import { torSizes } from "../../src/programs/tor/sizes.js";
import { replicasOfSet } from "../fabric/checks/replicas.js";

/** What the switch program was built for. */
export interface ProgramLimits {
  /** Stripes: the program looks at this many values of an index's low bits. */
  readonly stripeCount: number;
  /** Stripes that one switch can lead. */
  readonly laneCountMax: number;
  readonly replicaSetCountMax: number;
}

/** The tables with an entry for each member of a replica set. */
const memberTables = ["read_replica", "replica_copy", "log_server"];

/** The limits of the ToR program. Of the tables with an entry for each member, the smallest counts. */
export const torLimits: ProgramLimits = {
  stripeCount: 1 << torSizes.stripeBits,
  laneCountMax: 1 << torSizes.laneBits,
  replicaSetCountMax: Math.floor(Math.min(...memberTableSizes()) / replicasOfSet),
};

function memberTableSizes(): number[] {
  return [...tor.ir.ingress.tables, ...tor.ir.egress.tables]
    .filter(({ name }) => memberTables.includes(name))
    .map(({ size = 0 }) => size);
}
