import type { Transport } from "../../io/index.js";
import { type ProxiedSite, ProxiedTransport, WanProxy } from "../../vivace/index.js";
import { vivaceProxyPort } from "../../wire/index.js";
import { type SiteHost, siteAddress } from "./geography.js";
import { SiteNetwork, type SiteNetworkOptions, type WanBytes } from "./site-network.js";

/** The proxies send a little less than the link carries, so that nothing waits in the network. */
const shareOfLink = 0.95;
const proxyNumber = 40;

/** Sites whose network knows no traffic classes, with a proxy at each that does (paper §6.2, host-based). */
export class ProxiedNetwork {
  readonly #network: SiteNetwork;
  readonly #sites: readonly ProxiedSite[];
  readonly #proxies: readonly WanProxy[];

  constructor(options: SiteNetworkOptions) {
    const { geography, hosts } = options;
    const places = geography.sites.map((_, site) => ({ site, number: proxyNumber, isTrusted: false }));
    const network = new SiteNetwork({ ...options, hosts: [...hosts, ...places], hasClasses: false });
    this.#network = network;
    this.#sites = places.map((host) => ({
      proxy: { address: siteAddress(host), port: vivaceProxyPort },
      network: siteAddress({ site: host.site, number: 0 }),
      prefixLength: 24,
    }));
    this.#proxies = places.flatMap((host) => this.#proxyAt(host, options));
  }

  /** What has crossed between the sites so far. */
  get wanBytes(): WanBytes {
    const all = this.#proxies.map(({ counts }) => counts.bytes);
    const sum = (key: keyof WanBytes) => all.reduce((total, bytes) => total + bytes[key], 0);
    return { priority: sum("priority"), bulk: sum("bulk") };
  }

  /** Plugs a host in. */
  plug(host: SiteHost): Transport {
    const inner = this.#network.plug(host);
    const site = this.#sites[host.site];
    return site === undefined ? inner : new ProxiedTransport(inner, site);
  }

  #proxyAt(place: SiteHost, { simulation, link, hosts }: SiteNetworkOptions): readonly WanProxy[] {
    const site = this.#sites[place.site];
    if (site === undefined) return [];
    const trusted = hosts.filter((host) => host.site === place.site && host.isTrusted).map(siteAddress);
    const { queueDepth } = link;
    const proxy = new WanProxy({
      rateBps: shareOfLink * link.rateBps,
      queueDepth,
      clock: simulation,
      timers: simulation,
      site,
      trusted,
      transport: this.#network.plug(place),
      others: this.#sites.filter((other) => other !== site),
    });
    return [proxy];
  }
}
