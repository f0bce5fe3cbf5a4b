import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import type { Storage } from "../../io/index.js";
import type { ClientConfig } from "../../ringworld/index.js";
import { type DiskOptions, solidStateDisk } from "../disk/sim-disk.js";
import type { Fault } from "../faults/fault.js";
import type { FabricPlan } from "./controller-logic.js";
import type { FabricShape } from "./fabric-text.js";

/** How much the clients do. */
export interface Workload {
  /** Operations that one client has under way at once. */
  readonly workersPerClient: number;
  /** Mean pause of a worker between two operations. */
  readonly thinkUs: number;
  /** Parts of the mix; they need not sum to anything. */
  readonly appends: number;
  readonly reads: number;
  readonly tails: number;
  readonly valueBytesMax: number;
}

/** Spoils a part of the world, so that a test can see whether the checkers notice. */
export interface Tampering {
  /** Stands in front of a log server's storage. */
  readonly storage?: (storage: Storage) => Storage;
  /** Changes what the controller writes into the switches. */
  readonly plan?: (plan: FabricPlan) => FabricPlan;
  /** Changes what a client receives; undefined drops it. */
  readonly toClient?: (frame: Uint8Array) => Uint8Array | undefined;
  /** Changes what a log server receives; undefined drops it. */
  readonly toLogServer?: (frame: Uint8Array) => Uint8Array | undefined;
}

/** One run of the simulation. Everything follows from it: the same options give the same transcript. */
export interface SimulationOptions {
  readonly seed: number;
  /** What is loaded into every switch: P4Info (binary) and the bytes of `bmv2.json`, as they are committed. */
  readonly artifact: PipelineConfig;
  readonly fabric: FabricShape;
  readonly workload: Workload;
  readonly client: Partial<ClientConfig>;
  /** The disks of the log servers. */
  readonly disk: DiskOptions;
  /** How long clients begin operations, and how long faults last. */
  readonly safetyUs: number;
  /** How long everything may take to finish after that. */
  readonly livenessUs: number;
  /** How many faults are planned; 0 for none. */
  readonly faultsMax: number;
  /** These faults instead of planned ones. */
  readonly faults?: readonly Fault[];
  readonly keepLines: boolean;
  readonly tampering?: Tampering;
}

/** A small ring whose every seed takes a fraction of a second. */
export const defaultSimulation: Omit<SimulationOptions, "seed" | "artifact"> = {
  fabric: {
    racks: 4,
    logServersPerRack: 3,
    clientsPerRack: 1,
    ringDelayUs: 200,
    fabricDelayUs: 20,
    tickUs: 1000,
    recirculationDelayUs: 250,
  },
  workload: { workersPerClient: 4, thinkUs: 3000, appends: 6, reads: 3, tails: 1, valueBytesMax: 300 },
  client: {
    timeoutUs: 3_600_000_000,
    retryInitialUs: 4000,
    retryMinUs: 2000,
    retryMaxUs: 30_000,
    fillAfterUs: 10_000,
  },
  disk: solidStateDisk,
  safetyUs: 60_000,
  livenessUs: 2_000_000,
  faultsMax: 12,
  keepLines: false,
};
