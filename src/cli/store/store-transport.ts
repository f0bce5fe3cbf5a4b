import { boundSocket, UdpSocketTransport } from "../../io/node/index.js";
import type { TrafficClasses, VivaceHost } from "../../vivace/index.js";
import { formatIpv4, type UdpEnd } from "../../wire/index.js";

/** An end of the store on this machine. */
export interface StoreEnd {
  readonly transport: UdpSocketTransport;
  readonly host: VivaceHost;
}

/** There are no Ethernet addresses behind ordinary sockets: the kernel finds the way. */
const noMac = 0n;

/** Opens sockets at an address, one for each traffic class; port 0 is any free one. */
export async function openStoreEnd(end: UdpEnd, classes: TrafficClasses): Promise<StoreEnd> {
  const bind = formatIpv4(end.address);
  const port = end.port === 0 ? await freePort(bind) : end.port;
  const host = { address: end.address, port, mac: noMac, gatewayMac: noMac };
  const dscps = [classes.criticalDscp, classes.dataDscp];
  const transport = await UdpSocketTransport.open({ host, switchMac: noMac, bind, classes: dscps });
  return { transport, host };
}

async function freePort(address: string): Promise<number> {
  const socket = await boundSocket({ address, port: 0 }, "SOCKET-BIND");
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}
