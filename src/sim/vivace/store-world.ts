import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import { assert } from "../../base/index.js";
import {
  type Algorithms,
  ClientRunner,
  type Commands,
  noOptimisations,
  ReplicaCore,
  VivaceReplica,
} from "../../vivace/index.js";
import { macOfIpv4, vivacePort } from "../../wire/index.js";
import { SimDisk } from "../disk/index.js";
import { type RandomStreams, randomStreams, SimNode, Simulation } from "../kernel/index.js";
import { startFlood } from "./flood.js";
import {
  clientHost,
  geographies,
  type ReplicaSets,
  replicaSets,
  type SiteCount,
  type SiteHost,
  siteAddress,
} from "./geography.js";
import { ProxiedNetwork } from "./proxied-network.js";
import { SiteNetwork, type WanBytes, type WanLink } from "./site-network.js";

/** What congests the links from the client's site, if anything. */
export interface Congestion {
  /** How much more than the link carries is sent. */
  readonly oversubscription: number;
  /** The flood's DSCP; its senders have no right to one. */
  readonly dscp: number;
}

/** What the worlds of all experiments need. */
export interface WorldSetting {
  readonly seed: number;
  readonly artifact: PipelineConfig;
  readonly link: WanLink;
  readonly algorithms: Algorithms;
  /** Two by default. */
  readonly sites?: SiteCount;
  /** Whether those who congest the links have the right to a class; by default they have not. */
  readonly hasTrustedFlooders?: boolean;
  /** Who lets critical messages pass first: by default the switches at the sites' edges. */
  readonly priority?: PriorityScheme;
}

/** The two schemes of section 6.2 of the paper: switches, or a proxy at each site. */
export type PriorityScheme = "network" | "proxy";

const disk = { syncUs: 100, syncJitterUs: 100, readUs: 20, tearing: 0 };
/** As TCP: not below 200 ms, doubling. */
const retry = { initialUs: 1_000_000, minUs: 200_000, maxUs: 60_000_000 };
/** What clients and replicas of every experiment are told: no optimisations, and time enough. */
export const experimentConfig = { optimisations: noOptimisations, retry, timeoutUs: 600_000_000 } as const;
const originUs = 1e6;

/** The hosts that can congest the links to another site, and the one there that all of it is for. */
function floodersTo(
  site: number,
  isTrusted: boolean,
): { readonly sources: readonly SiteHost[]; readonly sink: SiteHost } {
  const first = 10 + 10 * site;
  const sources = [first, first + 1].map((number) => ({ site: 0, number, isTrusted }));
  return { sources, sink: { site, number: first + 2, isTrusted: false } };
}

/** The paper's sites: replicas, one client, and hosts that can congest the links from the client's site. */
export class StoreWorld {
  readonly simulation = new Simulation();
  readonly streams: RandomStreams;
  readonly client: ClientRunner;
  readonly sets: ReplicaSets;
  readonly #network: SiteNetwork | ProxiedNetwork;
  readonly #setting: WorldSetting;

  constructor(setting: WorldSetting, commands: Commands) {
    const { seed, artifact, link, algorithms } = setting;
    const geography = geographies[setting.sites ?? 2];
    this.#setting = setting;
    this.streams = randomStreams(seed);
    this.sets = replicaSets(geography);
    const flooders = this.#flooders.flatMap(({ sources, sink }) => [...sources, sink]);
    const hosts = [...geography.replicas, clientHost, ...flooders];
    const { simulation, streams } = this;
    const Network = setting.priority === "proxy" ? ProxiedNetwork : SiteNetwork;
    this.#network = new Network({ simulation, streams, artifact, link, geography, hosts });
    for (const host of geography.replicas) this.#startReplica(host);
    this.client = this.#startClient(algorithms, commands);
  }

  /** What has crossed between the sites so far. */
  get wanBytes(): WanBytes {
    return this.#network.wanBytes;
  }

  /** Congests the links from the client's site from now on. */
  flood({ oversubscription, dscp }: Congestion): void {
    for (const { sources, sink } of this.#flooders) {
      const rateBps = (oversubscription * this.#setting.link.rateBps) / sources.length;
      for (const host of sources) {
        const random = this.streams.stream(`flood ${host.number}`);
        const route = { rateBps, dscp, from: siteAddress(host), to: siteAddress(sink) };
        startFlood(this.simulation, random, this.#network.plug(host), route);
      }
    }
  }

  get #flooders(): readonly ReturnType<typeof floodersTo>[] {
    const { sites = 2, hasTrustedFlooders = false } = this.#setting;
    return geographies[sites].sites.slice(1).map((_, at) => floodersTo(at + 1, hasTrustedFlooders));
  }

  #startReplica(host: SiteHost): void {
    const { life, parts } = this.#machine(host);
    const storage = new SimDisk(this.simulation, this.streams.stream(`disk ${host.number}`), disk).open(
      life,
      () => assert(false, "the disk is new"),
    );
    const core = new ReplicaCore(parts.host, { retry });
    new VivaceReplica({ ...parts, core, storage });
  }

  #startClient(algorithms: Algorithms, commands: Commands): ClientRunner {
    const { life, parts } = this.#machine(clientHost);
    const config = { algorithms, ...experimentConfig };
    const random = this.streams.stream("client");
    return new ClientRunner({ ...parts, timestampClock: life.clock, random, client: 1, config, commands });
  }

  #machine(host: SiteHost) {
    const life = new SimNode(this.simulation, `host ${host.number}`, { originUs, rate: 1 }).start();
    const address = siteAddress(host);
    const end = { address, port: vivacePort, mac: macOfIpv4(address), gatewayMac: 0n };
    const { clock, timers } = life;
    return { life, parts: { clock, timers, host: end, transport: this.#network.plug(host) } };
  }
}
