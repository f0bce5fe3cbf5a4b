import type { UdpEnd } from "../../wire/index.js";

/** A site whose hosts reach those of other sites through a proxy. */
export interface ProxiedSite {
  readonly proxy: UdpEnd;
  /** The first address of the site's network. */
  readonly network: number;
  readonly prefixLength: number;
}

/** Whether an address is in a site's network. */
export function isAtSite(address: number, { network, prefixLength }: ProxiedSite): boolean {
  return address >= network && address < network + 2 ** (32 - prefixLength);
}
