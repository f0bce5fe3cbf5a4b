import type { EdgeHost, EdgeLink, StoreEdge, StoreNetwork } from "../../../controller/index.js";
import { clientHost, type Geography, type SiteHost, siteAddress, type WanLink } from "../../sim/index.js";

/** A host of a laboratory: a network namespace with one cable to its site's edge. */
export interface LabHost extends SiteHost {
  readonly name: string;
  readonly address: number;
  readonly namespace: string;
  /** The end of its cable at the edge. */
  readonly edgeInterface: string;
}

/** Sites on this machine: which namespaces, interfaces and switches there are. */
export interface LabPlan {
  readonly geography: Geography;
  readonly hosts: readonly LabHost[];
  readonly network: StoreNetwork;
  /** The interface behind a port of the edge of a site. */
  interfaceOf(site: number, port: number): string;
}

/** Links have the ports from here: one for each other site. */
const firstLinkPort = 100;
const floodNumber = 20;
const criticalClass = { mark: "dscp", values: [46], queue: 7 } as const;

/**
 * Plans a laboratory.
 *
 * @param prefix begins every name: at most 7 characters, because an interface's has at most 15
 */
export function planLab(prefix: string, geography: Geography, link: WanLink): LabPlan {
  const interfaceOf = (site: number, port: number) => `${prefix}s${site}p${port}`;
  const members = [
    ...geography.replicas.map((host) => ({ ...host, name: `r${host.number}` })),
    ...geography.sites.map((name, site) => ({ ...clientHost, site, name: `client-${name}` })),
    ...geography.sites.map((name, site) => {
      return { site, number: floodNumber, isTrusted: false, name: `flood-${name}` };
    }),
  ];
  const hosts = members.map((host): LabHost => {
    const edgeInterface = interfaceOf(host.site, host.number);
    return { ...host, address: siteAddress(host), namespace: `${prefix}-${host.name}`, edgeInterface };
  });
  const edges = geography.sites.map((site, at): StoreEdge => {
    const links = linksOf(geography, at, link);
    return {
      site,
      deviceId: BigInt(at + 1),
      grpc: "auto",
      hosts: hosts.filter(isAt(at)).map(edgeHost),
      links,
    };
  });
  return { geography, hosts, network: { edges, classes: [criticalClass] }, interfaceOf };
}

function isAt(site: number): (host: LabHost) => boolean {
  return (host) => host.site === site;
}

function edgeHost({ name, address, number: port, isTrusted }: LabHost): EdgeHost {
  return { name, address, port, rights: isTrusted ? { trust: "dscp" } : {} };
}

function linksOf({ sites, spans }: Geography, here: number, link: WanLink): EdgeLink[] {
  return spans.flatMap(({ between: [a, b], share }): EdgeLink[] => {
    if (a !== here && b !== here) return [];
    const there = a === here ? b : a;
    const cable = { ...link, delayUs: Math.round(link.delayUs * share), loss: 0 };
    return [{ to: sites[there] ?? "", port: firstLinkPort + there, farPort: firstLinkPort + here, cable }];
  });
}
