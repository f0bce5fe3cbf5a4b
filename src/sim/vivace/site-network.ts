import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import { type EdgePort, siteEdgeEntries } from "../../../controller/plan/site-edge.js";
import type { Transport } from "../../io/index.js";
import { Switch, SwitchPipeline } from "../../switch/index.js";
import { macOfIpv4 } from "../../wire/index.js";
import type { RandomStreams } from "../kernel/index.js";
import type { Simulation } from "../kernel/simulation.js";
import { type Geography, type SiteHost, siteAddress } from "./geography.js";

/** The links between the sites. */
export interface WanLink {
  readonly rateBps: number;
  /** One way, between the sites that are the farthest from each other. */
  readonly delayUs: number;
  /** Packets that may wait in each class. */
  readonly queueDepth: number;
}

/** Bytes that have gone over the links between the sites. */
export interface WanBytes {
  readonly priority: number;
  readonly bulk: number;
}

/** What a network of sites is made of. */
export interface SiteNetworkOptions {
  readonly simulation: Simulation;
  readonly streams: RandomStreams;
  readonly artifact: PipelineConfig;
  readonly link: WanLink;
  readonly geography: Geography;
  readonly hosts: readonly SiteHost[];
  /** Whether the switches know traffic classes; by default they do. */
  readonly hasClasses?: boolean;
}

const localDelayUs = 50;
const expedited = { mark: "dscp", values: [46], queue: 7 } as const;

/** The port at which the link to another site begins. */
function wanPort(site: number): number {
  return 100 + site;
}

/** Sites, each with a site-edge switch that runs the committed program, and links between the switches. */
export class SiteNetwork {
  readonly #edges: readonly Switch[];
  readonly #bytes = { priority: 0, bulk: 0 };

  constructor(setting: SiteNetworkOptions) {
    const { simulation, streams, link, geography } = setting;
    const { sites, spans } = geography;
    const options = { clock: simulation, timers: simulation };
    this.#edges = sites.map((_, site) => new Switch({ ...options, random: streams.stream(`edge ${site}`) }));
    for (const [site, edge] of this.#edges.entries()) program(edge, site, setting);
    for (const { between, share } of spans) {
      const [a, b] = between;
      const cable = { ...link, delayUs: link.delayUs * share };
      this.#join(a, b, cable);
      this.#join(b, a, cable);
    }
  }

  /** What has crossed between the sites so far. */
  get wanBytes(): WanBytes {
    return { ...this.#bytes };
  }

  /** Plugs a host in. */
  plug({ site, number }: SiteHost): Transport {
    const edge = this.#edges[site];
    let receive: (frame: Uint8Array) => void = () => undefined;
    edge?.attach(number, { send: (frame) => receive(frame) });
    edge?.setLink(number, { delayUs: localDelayUs, queueDepth: 10_000 });
    return {
      send: (frame) => edge?.receive(number, frame),
      onFrame: (take) => {
        receive = take;
      },
    };
  }

  #join(from: number, to: number, link: WanLink): void {
    const edge = this.#edges[from];
    edge?.attach(wanPort(to), {
      send: (frame) => {
        this.#bytes[dscpOf(frame) === 0 ? "bulk" : "priority"] += frame.length;
        this.#edges[to]?.receive(wanPort(from), frame);
      },
    });
    edge?.setLink(wanPort(to), link);
  }
}

function program(edge: Switch, site: number, setting: SiteNetworkOptions): void {
  const { artifact, geography, hosts, hasClasses = true } = setting;
  const pipeline = new SwitchPipeline(edge, {});
  pipeline.commit(artifact);
  const local = hosts.filter((host) => host.site === site);
  const routes = local.map((host) => {
    const address = siteAddress(host);
    return { address, prefixLength: 32, port: host.number, mac: macOfIpv4(address) };
  });
  const others = geography.sites.map((_, other) => other).filter((other) => other !== site);
  const ways = others.map((other) => {
    const address = siteAddress({ site: other, number: 0 });
    return { address, prefixLength: 24, port: wanPort(other), mac: 0n };
  });
  const trusted = local.filter((host) => host.isTrusted).map((host) => host.number);
  const ports = [...trusted, ...others.map(wanPort)].map((port): EdgePort => ({ port, trust: "dscp" }));
  const classes = hasClasses ? [expedited] : [];
  for (const entity of siteEdgeEntries({ ports, classes, routes: [...routes, ...ways] })) {
    pipeline.apply({ type: "insert", entity });
  }
}

/** The DSCP of an untagged IPv4 frame. */
export function dscpOf(frame: Uint8Array): number {
  return (frame[15] ?? 0) >> 2;
}
