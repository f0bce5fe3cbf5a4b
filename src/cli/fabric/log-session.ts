import { eventLoopTimers, monotonicClock, systemRandom, UdpTunnel } from "../../io/node/index.js";
import { type ClientConfig, type HostIdentity, LogClient } from "../../ringworld/index.js";
import type { HostAttachment } from "./state-directory.js";

/** A log client on a port of a running fabric. */
export interface LogSession {
  readonly client: LogClient;
  close(): Promise<void>;
}

/** Who the host of an attachment is, as its agent must know it. */
export function identityOf(host: HostAttachment): HostIdentity {
  return {
    address: host.ip,
    mac: BigInt(host.mac),
    switchAddress: host.gatewayIp,
    switchMac: BigInt(host.gatewayMac),
  };
}

/** Opens a log client at the switch port that `host` is attached to. */
export async function openLogSession(
  host: HostAttachment,
  config: Partial<ClientConfig> = {},
): Promise<LogSession> {
  const tunnel = await UdpTunnel.open({ peer: { address: "127.0.0.1", port: host.tunnelPort } });
  const client = new LogClient({
    transport: tunnel,
    clock: monotonicClock,
    timers: eventLoopTimers,
    random: systemRandom(),
    host: identityOf(host),
    config,
  });
  return {
    client,
    close: async () => {
      client.close();
      await tunnel.close();
    },
  };
}
