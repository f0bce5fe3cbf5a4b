import { rackHostAddress, type UdpEnd, vivacePort } from "../../wire/index.js";

/** A host at a site. */
export interface SiteHost {
  readonly site: number;
  /** From 1; it is the host's port at its edge, and the last byte of its address. */
  readonly number: number;
  /** Whether the site's edge believes the DSCP of its packets. */
  readonly isTrusted: boolean;
}

/** A link between the edges of two sites. */
export interface SiteSpan {
  readonly between: readonly [number, number];
  /** Its round trip, as a share of the longest one. */
  readonly share: number;
}

/** Where the sites of an experiment are, and who is there. */
export interface Geography {
  readonly sites: readonly string[];
  readonly spans: readonly SiteSpan[];
  readonly replicas: readonly SiteHost[];
}

/** Where each of the five replicas is. */
function replicasAt(...sites: readonly number[]): readonly SiteHost[] {
  return sites.map((site, at) => ({ site, number: at + 1, isTrusted: true }));
}

/** By how many sites there are. */
export const geographies = {
  /** Figure 5 of the paper: the replica set is 1, 2 and 3, the local set of the client's site 1, 4 and 5. */
  2: {
    sites: ["urbana", "ireland"],
    spans: [{ between: [0, 1], share: 1 }],
    replicas: replicasAt(0, 1, 1, 0, 0),
  },
  /** A replica of the set at each site; the distances of the paper's section 6.1: 109, 23 and 93 ms. */
  3: {
    sites: ["urbana", "ireland", "virginia"],
    spans: [
      { between: [0, 1], share: 1 },
      { between: [0, 2], share: 23 / 109 },
      { between: [1, 2], share: 93 / 109 },
    ],
    replicas: replicasAt(0, 1, 2, 0, 0),
  },
} as const satisfies Readonly<Record<number, Geography>>;

/** How many sites an experiment can have. */
export type SiteCount = keyof typeof geographies;

/** The client, at the first site. */
export const clientHost: SiteHost = { site: 0, number: 9, isTrusted: true };

/** The address of a host: 10.0.(site + 1).(number). */
export function siteAddress({ site, number }: Pick<SiteHost, "site" | "number">): number {
  return rackHostAddress(site + 1, number);
}

/** The replica set of every object, and the local set at the client's site. */
export interface ReplicaSets {
  readonly replicas: readonly UdpEnd[];
  readonly locals: readonly UdpEnd[];
}

/** The sets of the paper's experiments. */
export function replicaSets({ replicas }: Geography): ReplicaSets {
  const ends = (...numbers: readonly number[]) =>
    replicas
      .filter(({ number }) => numbers.includes(number))
      .map((host) => ({ address: siteAddress(host), port: vivacePort }));
  return { replicas: ends(1, 2, 3), locals: ends(1, 4, 5) };
}
