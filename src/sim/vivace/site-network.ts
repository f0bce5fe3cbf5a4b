import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import { type EdgePort, siteEdgeEntries } from "../../../controller/plan/site-edge.js";
import type { Transport } from "../../io/index.js";
import { Switch, SwitchPipeline } from "../../switch/index.js";
import { macOfIpv4, rackHostAddress } from "../../wire/index.js";
import type { RandomStreams } from "../kernel/index.js";
import type { Simulation } from "../kernel/simulation.js";

/** The links between the sites. */
export interface WanLink {
  readonly rateBps: number;
  /** One way. */
  readonly delayUs: number;
  /** Packets that may wait in each class. */
  readonly queueDepth: number;
}

/** A host at a site. */
export interface SiteHost {
  readonly site: number;
  /** From 1; it is the host's port, and the last byte of its address. */
  readonly number: number;
  /** Whether the site's edge believes the DSCP of its packets. */
  readonly isTrusted: boolean;
}

/** Bytes that have gone over the links between the sites. */
export interface WanBytes {
  readonly priority: number;
  readonly bulk: number;
}

const wanPort = 100;
const localDelayUs = 50;
const expedited = { mark: "dscp", values: [46], queue: 7 } as const;

/** The address of a host: 10.0.(site + 1).(number). */
export function siteAddress({ site, number }: Pick<SiteHost, "site" | "number">): number {
  return rackHostAddress(site + 1, number);
}

/** Two sites, each with a site-edge switch that runs the committed program, and a link each way between the switches. */
export class SiteNetwork {
  readonly #edges: readonly Switch[];
  readonly #bytes = { priority: 0, bulk: 0 };

  constructor(
    simulation: Simulation,
    streams: RandomStreams,
    artifact: PipelineConfig,
    link: WanLink,
    hosts: readonly SiteHost[],
  ) {
    const options = { clock: simulation, timers: simulation };
    this.#edges = [0, 1].map((site) => new Switch({ ...options, random: streams.stream(`edge ${site}`) }));
    for (const [site, edge] of this.#edges.entries()) {
      program(edge, artifact, site, hosts);
      edge.attach(wanPort, { send: (frame) => this.#cross(1 - site, frame) });
      edge.setLink(wanPort, link);
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

  #cross(site: number, frame: Uint8Array): void {
    this.#bytes[dscpOf(frame) === 0 ? "bulk" : "priority"] += frame.length;
    this.#edges[site]?.receive(wanPort, frame);
  }
}

function program(edge: Switch, artifact: PipelineConfig, site: number, hosts: readonly SiteHost[]): void {
  const pipeline = new SwitchPipeline(edge, {});
  pipeline.commit(artifact);
  const local = hosts.filter((host) => host.site === site);
  const routes = local.map((host) => {
    const address = siteAddress(host);
    return { address, prefixLength: 32, port: host.number, mac: macOfIpv4(address) };
  });
  const other = {
    address: siteAddress({ site: 1 - site, number: 0 }),
    prefixLength: 24,
    port: wanPort,
    mac: 0n,
  };
  const trusted = local.filter((host) => host.isTrusted).map((host) => host.number);
  const ports = [...trusted, wanPort].map((port): EdgePort => ({ port, trust: "dscp" }));
  for (const entity of siteEdgeEntries({ ports, classes: [expedited], routes: [...routes, other] })) {
    pipeline.apply({ type: "insert", entity });
  }
}

/** The DSCP of an untagged IPv4 frame. */
function dscpOf(frame: Uint8Array): number {
  return (frame[15] ?? 0) >> 2;
}
