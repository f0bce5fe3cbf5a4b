import type { Transport } from "../../io/index.js";
import { boundSocket, UdpSocketTransport, UdpTunnel } from "../../io/node/index.js";
import {
  type ProxiedSite,
  ProxiedTransport,
  type TrafficClasses,
  type VivaceHost,
} from "../../vivace/index.js";
import { formatIpv4, macOfIpv4, type UdpEnd, vivaceEdgePort } from "../../wire/index.js";

/** How the ends of a store send. */
export interface StoreNetworking {
  readonly classes: TrafficClasses;
  /** Whether the edge of the site is a switch of the store, and everything goes there; else the kernel finds the way. */
  readonly hasEdges: boolean;
  /** Where datagrams to other sites go, if not straight there. */
  readonly proxy?: ProxiedSite;
}

/** An end of the store on this machine. */
export interface StoreEnd {
  readonly transport: Transport;
  readonly host: VivaceHost;
  close(): Promise<void>;
}

/** There are no Ethernet addresses behind ordinary sockets, and an edge writes its own. */
const noMac = 0n;

/** Opens what an end of the store sends and receives with; port 0 is any free one. */
export async function openStoreEnd(end: UdpEnd, networking: StoreNetworking): Promise<StoreEnd> {
  const { hasEdges, classes, proxy } = networking;
  const opened = await (hasEdges ? openCable(end) : openSockets(end, classes));
  return proxy === undefined
    ? opened
    : { ...opened, transport: new ProxiedTransport(opened.transport, proxy) };
}

/** The cable to the site's edge: frames keep their traffic class. */
async function openCable({ address, port }: UdpEnd): Promise<StoreEnd> {
  const here = formatIpv4(address);
  const peer = { address: here, port: vivaceEdgePort };
  const transport = await UdpTunnel.open({ bind: { address: here, port }, peer });
  const host = { address, port: transport.local.port, mac: macOfIpv4(address), gatewayMac: noMac };
  return { transport, host, close: () => transport.close() };
}

/** A socket for each traffic class. */
async function openSockets(end: UdpEnd, { criticalDscp, dataDscp }: TrafficClasses): Promise<StoreEnd> {
  const bind = formatIpv4(end.address);
  const port = end.port === 0 ? await freePort(bind) : end.port;
  const host = { address: end.address, port, mac: noMac, gatewayMac: noMac };
  const classes = [criticalDscp, dataDscp];
  const transport = await UdpSocketTransport.open({ host, switchMac: noMac, bind, classes });
  return { transport, host, close: () => transport.close() };
}

async function freePort(address: string): Promise<number> {
  const socket = await boundSocket({ address, port: 0 }, "SOCKET-BIND");
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}
