import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import { assert } from "../../src/base/index.js";
import type { Timers } from "../../src/io/index.js";
import type { Connect } from "../connect/connection.js";
import { SwitchAgent } from "../connect/switch-agent.js";
import { classFault, type EdgeClass, siteEdgeEntries } from "../plan/site-edge.js";
import { edgeManaged } from "../reconcile/managed.js";
import type { PortRights, StoreEdge, StoreNetwork } from "../store/model.js";
import { siteEdgeOf } from "../store/network.js";
import { edgeError } from "./edge-error.js";

/** How an edge is: `ready` holds all that it must hold. */
export type EdgeState = "unreachable" | "programming" | "ready";

/** An edge, and what is known of it now. */
export interface EdgeStatus {
  readonly edge: StoreEdge;
  /** `host:port` of its P4Runtime server. */
  readonly address: string;
  readonly state: EdgeState;
  /** Why it is unreachable. */
  readonly problem?: string;
}

export interface EdgeControlOptions {
  readonly network: StoreNetwork;
  /** The site-edge program: P4Info (binary) and BMv2 JSON. */
  readonly pipeline: PipelineConfig;
  /** `host:port` of the P4Runtime server of each edge, by its site. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly connect: Connect;
  readonly timers: Timers;
  /** Told when an edge has become something else. */
  readonly onState?: (status: EdgeStatus) => void;
}

const reconnectUs = 200_000;
/** Site edges have no views: a switch that was loaded with this mark runs the program. */
const loadedMark = 1n;

/** An edge and its agent. */
interface ControlledEdge {
  edge: StoreEdge;
  readonly address: string;
  readonly agent: SwitchAgent;
  state: EdgeState;
  problem: string | undefined;
  /** Plans that are on their way into the switch. */
  pending: number;
}

/**
 * The controller of the site edges: keeps the site-edge program and its entries in every one of them, also in one that
 * starts again, and changes the entries when classes or the rights of a port change.
 *
 * @example
 * const control = new EdgeControl({ network, pipeline, addresses, connect: p4RuntimeConnect(), timers });
 * control.start();
 * await control.settled(10_000_000);
 */
export class EdgeControl {
  readonly #options: EdgeControlOptions;
  readonly #managed: readonly ControlledEdge[];
  #classes: readonly EdgeClass[];
  #waiting: (() => void)[] = [];
  #isClosed = false;

  constructor(options: EdgeControlOptions) {
    this.#options = options;
    this.#classes = options.network.classes;
    this.#managed = options.network.edges.map((edge) => this.#manage(edge));
  }

  start(): void {
    for (const { agent } of this.#managed) agent.start();
  }

  /** How the edges are, in the order of the sites. */
  get edges(): readonly EdgeStatus[] {
    return this.#managed.map(statusOf);
  }

  /** The traffic classes, the same at every edge. */
  get classes(): readonly EdgeClass[] {
    return this.#classes;
  }

  /** @throws CodedError `EDGE-CLASS` */
  setClasses(classes: readonly EdgeClass[]): void {
    for (const [at, each] of classes.entries()) {
      const fault = classFault(classes.slice(0, at), each);
      if (fault !== undefined) throw edgeError("EDGE-CLASS", fault);
    }
    this.#classes = classes;
    for (const managed of this.#managed) this.#program(managed);
  }

  /**
   * Changes what a host may claim.
   *
   * @throws CodedError `EDGE-SITE`, `EDGE-HOST`
   */
  setRights(site: string, host: string, rights: PortRights): void {
    const managed = this.#find(site);
    const { edge } = managed;
    if (!edge.hosts.some(({ name }) => name === host)) {
      throw edgeError("EDGE-HOST", `there is no host "${host}" at ${site}`);
    }
    const hosts = edge.hosts.map((each) => (each.name === host ? { ...each, rights } : each));
    managed.edge = { ...edge, hosts };
    this.#program(managed);
  }

  /** @throws CodedError `EDGE-SITE` */
  edge(site: string): EdgeStatus {
    return statusOf(this.#find(site));
  }

  /** Resolves with true when every edge is ready, or with false when that has not come about in time, or is given up. */
  async settled(timeoutUs: number): Promise<boolean> {
    const isReady = () => this.#managed.every(({ state }) => state === "ready");
    let isLate = false;
    const cancel = this.#options.timers.schedule(timeoutUs, () => {
      isLate = true;
      this.#wake();
    });
    while (!isReady() && !isLate && !this.#isClosed)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    cancel();
    return isReady();
  }

  /** Leaves the switches as they are, and resolves when no connection is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake();
    await Promise.all(this.#managed.map(({ agent }) => agent.close()));
  }

  #manage(edge: StoreEdge): ControlledEdge {
    const { addresses, pipeline, connect, timers } = this.#options;
    const address = addresses.get(edge.site);
    assert(address !== undefined, `the edge of ${edge.site} has an address`);
    const agent: SwitchAgent = new SwitchAgent(
      {
        target: { name: edge.site, address, deviceId: edge.deviceId },
        pipeline,
        managed: edgeManaged,
        connect,
        timers,
        retryUs: reconnectUs,
      },
      {
        connected: (mark) => {
          managed.pending = 0;
          if (mark !== loadedMark) agent.prepare(loadedMark, []);
          this.#become(managed, "programming");
          this.#program(managed);
        },
        disconnected: (reason) => this.#become(managed, "unreachable", reason),
        prepared: () => undefined,
        activated: () => {
          managed.pending -= 1;
          if (managed.pending === 0) this.#become(managed, "ready");
        },
        packetIn: () => undefined,
      },
    );
    const managed: ControlledEdge = {
      edge,
      address,
      agent,
      state: "unreachable",
      problem: undefined,
      pending: 0,
    };
    return managed;
  }

  /** An edge that cannot be reached is programmed when it can. */
  #program(managed: ControlledEdge): void {
    if (managed.state === "unreachable") return;
    const network = this.#managed.map(({ edge }) => edge);
    managed.pending += 1;
    this.#become(managed, "programming");
    managed.agent.activate(loadedMark, siteEdgeEntries(siteEdgeOf(network, managed.edge, this.#classes)));
  }

  #become(managed: ControlledEdge, state: EdgeState, problem?: string): void {
    const isNew = managed.state !== state || managed.problem !== problem;
    managed.state = state;
    managed.problem = problem;
    if (isNew) this.#options.onState?.(statusOf(managed));
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #find(site: string): ControlledEdge {
    const found = this.#managed.find(({ edge }) => edge.site === site);
    if (found === undefined) throw edgeError("EDGE-SITE", `there is no edge of a site "${site}"`);
    return found;
  }
}

function statusOf({ edge, address, state, problem }: ControlledEdge): EdgeStatus {
  return { edge, address, state, ...(problem === undefined ? {} : { problem }) };
}
