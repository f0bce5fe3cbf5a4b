import type { Transport } from "../../io/index.js";
import {
  decodeUdpDatagram,
  encodeUdpDatagram,
  ipv4At,
  type UdpDatagram,
  type UdpEnd,
} from "../../wire/index.js";
import { Shaper, type ShaperOptions } from "./shaper.js";
import { isAtSite, type ProxiedSite } from "./site.js";
import { isSameEnd, type Unwrapped, unwrap, wrap } from "./tunnel.js";

/** What a proxy is told. */
export interface WanProxyOptions extends ShaperOptions {
  /** Where hosts of the site and proxies of other sites reach it. */
  readonly transport: Transport;
  readonly site: ProxiedSite;
  readonly others: readonly ProxiedSite[];
  /** Addresses of the site whose DSCP is believed; what others send goes as best effort. */
  readonly trusted: readonly number[];
}

/** What a proxy has done. */
export interface ProxyCounts {
  /** Bytes that have left for other sites, with the headers around them: with a DSCP, and best effort. */
  readonly bytes: { readonly priority: number; readonly bulk: number };
  /** Packets that found their queue full. */
  readonly dropped: number;
  /** Datagrams that nobody may send here, or that lead nowhere. */
  readonly refused: number;
}

const bestEffort = 0;

/**
 * Host-based priority (paper §6.2): all datagrams between sites go through a proxy at each. They leave a site by class,
 * the highest first, at a rate just below what the link carries: so they wait here, where their class counts, and not
 * in the queues of a network that knows no classes. A host speaks for itself alone, and its DSCP counts only when it is
 * trusted: a class that anyone can claim protects nobody.
 */
export class WanProxy {
  readonly #options: WanProxyOptions;
  readonly #shaper: Shaper;
  readonly #trusted: ReadonlySet<number>;
  readonly #bytes = { priority: 0, bulk: 0 };
  #refused = 0;

  constructor(options: WanProxyOptions) {
    this.#options = options;
    this.#shaper = new Shaper(options);
    this.#trusted = new Set(options.trusted);
    options.transport.onFrame((frame) => this.#take(frame));
  }

  get counts(): ProxyCounts {
    return { bytes: { ...this.#bytes }, dropped: this.#shaper.dropped, refused: this.#refused };
  }

  #take(outer: Uint8Array): void {
    const { site, others } = this.#options;
    const around = decodeUdpDatagram(outer);
    const inside = around && unwrap(outer, around);
    if (around === undefined || inside === undefined) this.#refused += 1;
    else if (isAtSite(around.source.address, site)) this.#leave(around, inside);
    else
      this.#arrive(
        others.find(({ proxy }) => isSameEnd(proxy, around.source)),
        inside,
      );
  }

  /** From a host of the site to another site. */
  #leave({ source }: UdpDatagram, { frame, datagram }: Unwrapped): void {
    const { others } = this.#options;
    const to = others.find((other) => isAtSite(datagram.destination.address, other));
    if (to === undefined || !isSameEnd(source, datagram.source)) {
      this.#refused += 1;
      return;
    }
    const dscp = this.#trusted.has(source.address) ? datagram.dscp : bestEffort;
    const marked = dscp === datagram.dscp ? frame : encodeUdpDatagram({ ...datagram, dscp });
    const packet = this.#wrap(marked, to.proxy, dscp);
    const bytes = packet.length - ipv4At;
    this.#shaper.put(dscp, bytes, () => {
      this.#bytes[dscp === bestEffort ? "bulk" : "priority"] += bytes;
      this.#options.transport.send(packet);
    });
  }

  /** From the proxy of another site to a host of this one. */
  #arrive(from: ProxiedSite | undefined, { frame, datagram }: Unwrapped): void {
    const { site, transport } = this.#options;
    const { source, destination, dscp } = datagram;
    if (from !== undefined && isAtSite(source.address, from) && isAtSite(destination.address, site)) {
      transport.send(this.#wrap(frame, destination, dscp));
    } else this.#refused += 1;
  }

  #wrap(frame: Uint8Array, destination: UdpEnd, dscp: number): Uint8Array {
    return wrap(frame, this.#options.site.proxy, destination, dscp);
  }
}
