import { eventLoopTimers, monotonicClock, systemRandom } from "../../io/node/index.js";
import { type ClientConfig, LogClient } from "../../ringworld/index.js";
import { type HostAttachment, identityOf } from "./host-attachment.js";
import { openHostTransport, payloadBytesMaxOf } from "./host-transport.js";

/** A log client on a port of a running fabric. */
export interface LogSession {
  readonly client: LogClient;
  close(): Promise<void>;
}

/** On a busy machine an answer may take long; a command that waits serves its user better than one that gives up. */
const timeoutUs = 60_000_000;

/** Opens a log client at the switch port that `host` is attached to. */
export async function openLogSession(
  host: HostAttachment,
  config: Partial<ClientConfig> = {},
): Promise<LogSession> {
  const transport = await openHostTransport(host);
  const client = new LogClient({
    transport,
    clock: monotonicClock,
    timers: eventLoopTimers,
    random: systemRandom(),
    host: identityOf(host),
    config: { timeoutUs, packBytesMax: payloadBytesMaxOf(host.link), ...config },
  });
  return {
    client,
    close: async () => {
      client.close();
      await transport.close();
    },
  };
}
