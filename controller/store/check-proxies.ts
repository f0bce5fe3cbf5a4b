import { isAtSite, type ProxiedSite } from "../../src/vivace/index.js";
import { parseIpv4, vivaceProxyPort } from "../../src/wire/index.js";
import type { Finding } from "../fabric/findings.js";
import type { YamlPath } from "../fabric/source.js";
import { parseSubnet } from "../fabric/subnet.js";
import type { StoreDocument } from "./schema.js";

type SiteDocument = StoreDocument["sites"][number];

/** A site with a proxy as its hosts need it; addresses that are none are reported elsewhere. */
export function proxiedSite({ address, network }: NonNullable<SiteDocument["proxy"]>): ProxiedSite {
  const subnet = parseSubnet(network) ?? { address: 0, prefixLength: 32 };
  const proxy = { address: parseIpv4(address) ?? 0, port: vivaceProxyPort };
  return { proxy, network: subnet.address, prefixLength: subnet.prefixLength };
}

/** What is wrong with the proxies of a store: all sites have one, or none, and each is in a network of its own. */
export function proxyFindings({ sites, proxy, links }: StoreDocument): Finding[] {
  if (proxy !== undefined && links !== undefined) {
    return [finding(["proxy"], "the links' edges have priority queues already", "Have links, or proxies.")];
  }
  return sites.flatMap((site, index) => {
    const path: YamlPath = ["sites", index];
    if ((site.proxy === undefined) !== (proxy === undefined)) {
      const lack = proxy === undefined ? "has a proxy, and the store has no rate for it" : "has no proxy";
      return [finding(path, `${site.name} ${lack}`, "Give the store `proxy`, and each site.")];
    }
    return site.proxy === undefined ? [] : networkFindings(site, site.proxy, sites.slice(0, index), path);
  });
}

function networkFindings(
  site: SiteDocument,
  proxy: NonNullable<SiteDocument["proxy"]>,
  earlier: readonly SiteDocument[],
  at: YamlPath,
): Finding[] {
  const path = [...at, "proxy", "network"];
  const subnet = parseSubnet(proxy.network);
  if (subnet === undefined) return [finding(path, `${proxy.network} is no network`, "As 10.0.1.0/24.")];
  const here = proxiedSite(proxy);
  const strays = [proxy.address, site.client, ...site.replicas.map(({ address }) => address)].filter(
    (address) => !isAtSite(parseIpv4(address) ?? 0, here),
  );
  const shared = earlier.filter(
    (other) => other.proxy !== undefined && overlap(here, proxiedSite(other.proxy)),
  );
  return [
    ...strays.map((address) =>
      finding(path, `${address} is not in ${proxy.network}`, "All of a site is in its network."),
    ),
    ...shared.map(({ name }) => finding(path, `${name} has these addresses, too`, "Give each its own.")),
  ];
}

function overlap(left: ProxiedSite, right: ProxiedSite): boolean {
  return isAtSite(left.network, right) || isAtSite(right.network, left);
}

function finding(path: YamlPath, message: string, help: string): Finding {
  return { code: "STORE-PROXY", path, message, help };
}
