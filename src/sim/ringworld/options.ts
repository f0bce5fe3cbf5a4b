import type { Storage } from "../../io/index.js";
import { type TorSizes, torSizes } from "../../programs/tor/sizes.js";
import type { ClientConfig, ClientCore, LogServerCore } from "../../ringworld/index.js";
import type { RingWorldHeader } from "../../wire/index.js";
import { type DiskOptions, solidStateDisk } from "../disk/sim-disk.js";
import type { Fault } from "../faults/fault.js";
import type { Fabric, ViewEffect, ViewTiming } from "./controller-logic.js";
import type { FabricShape } from "./fabric-text.js";
import type { Reshaping } from "./reshaping.js";
import type { SceneName } from "./scenes.js";
import type { SwitchStock } from "./switch-stock.js";
import { freshStart, type WorldStart } from "./world-start.js";

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
  readonly trims: number;
  /** Reads of hosts that subscribe to a stream. */
  readonly feeds: number;
  /** How often a person fences a log server off, and lets it in again. */
  readonly fences: number;
  readonly valueBytesMax: number;
  /** The most values that one append has. */
  readonly together: number;
}

/** What a controller receives from a switch or a log server. */
export interface ControllerMessage {
  /** IPv4 address of the sender. */
  readonly source: number;
  readonly header: RingWorldHeader;
  readonly payload: Uint8Array;
}

/** Spoils a part of the world, so that a test can see whether the checkers notice. */
export interface Tampering {
  /** Stands in front of a log server's storage. */
  readonly storage?: (storage: Storage) => Storage;
  /** Changes what a controller does; undefined: it does not do it. */
  readonly controller?: (effect: ViewEffect) => ViewEffect | undefined;
  /** Changes what a client receives; undefined drops it. */
  readonly toClient?: (frame: Uint8Array) => Uint8Array | undefined;
  /** Changes what a controller receives. */
  readonly toController?: (message: ControllerMessage, controller: string) => ControllerMessage;
  /** The clients' core, in place of the real one. */
  readonly clientCore?: (...parts: ConstructorParameters<typeof ClientCore>) => ClientCore;
  /** The log servers' core, in place of the real one. */
  readonly logServerCore?: () => LogServerCore;
  /** Whether a log server that starts again takes in a record; its header is `log_record_t`. */
  readonly recovers?: (header: Uint8Array) => boolean;
  /** A switch that is loaded anew keeps its registers, or one that was down says that it has kept them. */
  readonly switches?: "keepRegisters" | "keepMark";
  /** Changes what a log server receives; undefined drops it. */
  readonly toLogServer?: (frame: Uint8Array) => Uint8Array | undefined;
}

/** One run of the simulation. Everything follows from it: the same options give the same transcript. */
export interface SimulationOptions {
  readonly seed: number;
  /** Where the switches come from, each with the artifact of these sizes in it. */
  readonly stock: SwitchStock;
  readonly sizes: TorSizes;
  readonly start: WorldStart;
  readonly fabric: FabricShape;
  readonly workload: Workload;
  readonly client: Partial<ClientConfig>;
  /** The disks of the log servers. */
  readonly disk: DiskOptions;
  readonly timing: ViewTiming;
  /** How long clients begin operations, and how long faults last. */
  readonly safetyUs: number;
  /** How long everything may take to finish after that. */
  readonly livenessUs: number;
  /** How many faults are planned; 0 for none. */
  readonly faultsMax: number;
  /** Faults that belong together, beside the planned ones; each seed chooses by default. */
  readonly scene?: SceneName;
  /** These faults instead of planned ones. */
  readonly faults?: readonly Fault[];
  readonly keepLines: boolean;
  /** With it the fabric changes while clients are busy. */
  readonly reshaping?: Reshaping;
  /** With it there is one more controller that may visit, the `stranger`, whose fabric file is this one. */
  readonly strangeFabric?: (fabric: Fabric) => Fabric;
  readonly tampering?: Tampering;
}

/** A small ring whose every seed takes a fraction of a second. */
export const defaultSimulation: Omit<SimulationOptions, "seed" | "stock"> = {
  sizes: torSizes,
  start: freshStart,
  fabric: {
    racks: 4,
    logServersPerRack: 3,
    clientsPerRack: 1,
    ringDelayUs: 200,
    fabricDelayUs: 20,
    tickUs: 1000,
    recirculationDelayUs: 250,
  },
  workload: {
    workersPerClient: 4,
    thinkUs: 3000,
    appends: 6,
    reads: 3,
    tails: 1,
    trims: 0,
    feeds: 0,
    fences: 0,
    valueBytesMax: 300,
    together: 1,
  },
  client: {
    timeoutUs: 3_600_000_000,
    retryInitialUs: 4000,
    retryMinUs: 2000,
    retryMaxUs: 30_000,
    fillAfterUs: 10_000,
  },
  disk: solidStateDisk,
  timing: {
    tickUs: 500,
    pollUs: 2000,
    surveyUs: 3000,
    retryUs: 2000,
    startUs: 20_000,
    graceUs: 1500,
    attemptUs: 60_000,
    silentUs: 20_000,
    stallUs: 20_000,
    serverSilentUs: 15_000,
    stuckUs: 40_000,
    catchUpUs: 20_000,
    moveRest: 24,
    joinUs: 5000,
  },
  safetyUs: 60_000,
  livenessUs: 2_000_000,
  faultsMax: 12,
  keepLines: false,
};
