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
import { macOfIpv4, type UdpEnd, vivacePort } from "../../wire/index.js";
import { SimDisk } from "../disk/index.js";
import { type RandomStreams, randomStreams, SimNode, Simulation } from "../kernel/index.js";
import { startFlood } from "./flood.js";
import { type SiteHost, SiteNetwork, siteAddress, type WanBytes, type WanLink } from "./site-network.js";

/** What congests the link from the client's site, if anything. */
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
}

/** Figure 5 of the paper: replica 1 at the client's site, 2 and 3 at the other; the local set is 1, 4, 5. */
const replicaHosts: readonly SiteHost[] = [
  { site: 0, number: 1, isTrusted: true },
  { site: 1, number: 2, isTrusted: true },
  { site: 1, number: 3, isTrusted: true },
  { site: 0, number: 4, isTrusted: true },
  { site: 0, number: 5, isTrusted: true },
];
const clientHost: SiteHost = { site: 0, number: 9, isTrusted: true };
const floodHosts: readonly SiteHost[] = [20, 21].map((number) => ({ site: 0, number, isTrusted: false }));
const sink: SiteHost = { site: 1, number: 22, isTrusted: false };
const disk = { syncUs: 100, syncJitterUs: 100, readUs: 20, tearing: 0 };
/** As TCP: not below 200 ms, doubling. */
const retry = { initialUs: 1_000_000, minUs: 200_000, maxUs: 60_000_000 };
const originUs = 1e6;

/** The replica set of every object. */
export const replicaSet: readonly UdpEnd[] = endsOf(1, 2, 3);

/** The local set at the client's site. */
export const localSet: readonly UdpEnd[] = endsOf(1, 4, 5);

/** The paper's two sites: replicas, one client, and hosts that can congest the link between the sites. */
export class StoreWorld {
  readonly simulation = new Simulation();
  readonly streams: RandomStreams;
  readonly client: ClientRunner;
  readonly #network: SiteNetwork;
  readonly #link: WanLink;

  constructor({ seed, artifact, link, algorithms }: WorldSetting, commands: Commands) {
    this.streams = randomStreams(seed);
    this.#link = link;
    const hosts = [...replicaHosts, clientHost, ...floodHosts, sink];
    this.#network = new SiteNetwork(this.simulation, this.streams, artifact, link, hosts);
    for (const host of replicaHosts) this.#startReplica(host);
    this.client = this.#startClient(algorithms, commands);
  }

  /** What has crossed between the sites so far. */
  get wanBytes(): WanBytes {
    return this.#network.wanBytes;
  }

  /** Congests the link from the client's site from now on. */
  flood({ oversubscription, dscp }: Congestion): void {
    const rateBps = (oversubscription * this.#link.rateBps) / floodHosts.length;
    for (const host of floodHosts) {
      const random = this.streams.stream(`flood ${host.number}`);
      const route = { rateBps, dscp, from: siteAddress(host), to: siteAddress(sink) };
      startFlood(this.simulation, random, this.#network.plug(host), route);
    }
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
    const config = { algorithms, optimisations: noOptimisations, retry, timeoutUs: 600_000_000 };
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

function endsOf(...numbers: readonly number[]): readonly UdpEnd[] {
  return numbers.flatMap((wanted) =>
    replicaHosts
      .filter(({ number }) => number === wanted)
      .map((host) => ({ address: siteAddress(host), port: vivacePort })),
  );
}
