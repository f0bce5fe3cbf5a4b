import type { Transport } from "../../io/index.js";
import { decodeUdpDatagram } from "../../wire/index.js";
import { isAtSite, type ProxiedSite } from "./site.js";
import { isSameEnd, unwrap, wrap } from "./tunnel.js";

/**
 * A host's transport at a site with a proxy: datagrams to other sites go to the proxy, each whole in another one, and
 * those of other sites come from there.
 *
 * @example new ProxiedTransport(await UdpSocketTransport.open({ host, switchMac, classes }), site)
 */
export class ProxiedTransport implements Transport {
  readonly #inner: Transport;
  readonly #site: ProxiedSite;

  constructor(inner: Transport, site: ProxiedSite) {
    this.#inner = inner;
    this.#site = site;
  }

  send(frame: Uint8Array): void {
    const datagram = decodeUdpDatagram(frame);
    const isNear = datagram === undefined || isAtSite(datagram.destination.address, this.#site);
    this.#inner.send(isNear ? frame : wrap(frame, datagram.source, this.#site.proxy, datagram.dscp));
  }

  onFrame(receive: (frame: Uint8Array) => void): void {
    this.#inner.onFrame((frame) => {
      const datagram = decodeUdpDatagram(frame);
      const isProxied = datagram !== undefined && isSameEnd(datagram.source, this.#site.proxy);
      const inside = isProxied ? unwrap(frame, datagram) : undefined;
      receive(inside?.frame ?? frame);
    });
  }
}
