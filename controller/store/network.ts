import { assert } from "../../src/base/index.js";
import type { TrafficClasses } from "../../src/vivace/index.js";
import { macOfIpv4, parseIpv4 } from "../../src/wire/index.js";
import { resolveCable } from "../fabric/resolve.js";
import { type Graph, shortestPaths } from "../plan/paths.js";
import type { EdgeClass, EdgeRoute, SiteEdge } from "../plan/site-edge.js";
import type { EdgeHost, EdgeLink, StoreEdge, StoreNetwork } from "./model.js";
import type { StoreDocument } from "./schema.js";

type SiteDocument = StoreDocument["sites"][number];

/** Hosts have the ports from 1, links those from here. */
export const firstLinkPort = 400;
const highestQueue = 7;

/** The host of a site's clients, which the file gives no name. */
export const clientHostName = "client";

/** The network that a store file describes; undefined when it has no links. */
export function planNetwork(document: StoreDocument, classes: TrafficClasses): StoreNetwork | undefined {
  const { links, traffic_classes: own } = document;
  if (links === undefined) return undefined;
  const critical: EdgeClass = { mark: "dscp", values: [classes.criticalDscp], queue: highestQueue };
  const edges = document.sites.map((site, at): StoreEdge => {
    const { device_id = at + 1, grpc = "auto" } = site.edge ?? {};
    const hosts = hostsOf(document, site);
    return { site: site.name, deviceId: BigInt(device_id), grpc, hosts, links: linksOf(links, site.name) };
  });
  return { edges, classes: own ?? [critical] };
}

/**
 * What an edge is to do, with the rights that its hosts and the classes have now. What comes over a link has passed
 * another edge, and is believed.
 */
export function siteEdgeOf(
  network: readonly StoreEdge[],
  edge: StoreEdge,
  classes: readonly EdgeClass[],
): SiteEdge {
  return {
    ports: [
      ...edge.hosts.map(({ port, rights }) => ({ port, ...rights })),
      ...edge.links.map(({ port }) => ({ port, trust: "dscp" as const })),
    ],
    classes,
    routes: routesOf(network, edge),
  };
}

/** A route to every host of every site that can be reached. */
function routesOf(network: readonly StoreEdge[], edge: StoreEdge): EdgeRoute[] {
  const paths = shortestPaths(graphOf(network), edge.site);
  return network.flatMap(({ site, hosts }) =>
    hosts.flatMap(({ address, port: own }) => {
      const port = site === edge.site ? own : paths.get(site)?.port;
      return port === undefined ? [] : [{ address, prefixLength: 32, port, mac: macOfIpv4(address) }];
    }),
  );
}

function graphOf(network: readonly StoreEdge[]): Graph {
  const links = network.flatMap(({ site, links: ways }) =>
    ways
      .filter(({ to }) => site < to)
      .map(({ to, port, farPort, cable }) => ({
        a: { switch: site, port },
        b: { switch: to, port: farPort },
        kind: "fabric" as const,
        delayUs: cable.delayUs,
      })),
  );
  return { switches: network.map(({ site }) => ({ name: site })), links };
}

function hostsOf(document: StoreDocument, site: SiteDocument): EdgeHost[] {
  const { bytes_per_second: bytesPerSecond = 0, burst_bytes: burstBytes = 0 } = document.priority_limit ?? {};
  const police = document.priority_limit === undefined ? {} : { police: { bytesPerSecond, burstBytes } };
  const members = [
    ...site.replicas.map(({ name, address }) => ({ name, address, trust: "dscp" as const })),
    { name: clientHostName, address: site.client, trust: "dscp" as const },
    ...(site.hosts ?? []),
  ];
  return members.map(({ name, address: text, trust }, at) => {
    const address = parseIpv4(text);
    assert(address !== undefined, "addresses were checked");
    const rights = { ...police, ...(trust === undefined ? {} : { trust }) };
    return { name, address, port: at + 1, rights };
  });
}

/** A link has a port at both its ends, the same number at each: that of its place in the file. */
function linksOf(links: NonNullable<StoreDocument["links"]>, site: string): EdgeLink[] {
  return links.flatMap(({ a, b, ...cable }, at) => {
    if (a !== site && b !== site) return [];
    const port = firstLinkPort + at;
    return [{ to: a === site ? b : a, port, farPort: port, cable: resolveCable(cable) }];
  });
}
