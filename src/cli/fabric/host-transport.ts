import type { Transport } from "../../io/index.js";
import { UdpSocketTransport, UdpTunnel } from "../../io/node/index.js";
import { jumboPayloadBytes, payloadBytesMax, ringworldPort } from "../../wire/index.js";
import type { HostAttachment, HostLink } from "./host-attachment.js";
import { openInNamespace } from "./namespace-socket.js";

/** A link that can be closed. */
export interface HostTransport extends Transport {
  close(): Promise<void>;
}

/** Opens the link between a host's agent and its switch port. */
export async function openHostTransport(host: HostAttachment): Promise<HostTransport> {
  const { link } = host;
  if (link.kind === "tunnel") {
    const bind = link.from === undefined ? {} : { bind: { port: link.from } };
    return UdpTunnel.open({ ...bind, peer: { address: "127.0.0.1", port: link.port } });
  }
  const end = { mac: BigInt(host.mac), address: host.ip, port: ringworldPort };
  const socket = await openInNamespace(link.namespace, ringworldPort);
  return new UdpSocketTransport(socket, { host: end, switchMac: BigInt(host.gatewayMac) });
}

/** What a message may carry so that all hosts get it: where one of them has a tunnel, all of them do. */
export function payloadBytesMaxOf({ kind }: HostLink): number {
  return kind === "tunnel" ? payloadBytesMax : jumboPayloadBytes;
}
