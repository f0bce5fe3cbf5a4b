import { openSegmentStorage, UdpTunnel } from "../../io/node/index.js";
import { LogServer, LogServerCore } from "../../ringworld/index.js";
import { identityOf } from "../fabric/log-session.js";
import type { HostAttachment } from "../fabric/state-directory.js";

/** What the process of a log server is told by whoever starts it. */
export interface LogServerTask {
  readonly host: HostAttachment;
  readonly directory: string;
}

/**
 * Runs one log server until its parent goes away or asks it to stop. It says `ready` to the parent when its log is
 * recovered and it can be reached.
 */
export async function logServer(task: LogServerTask): Promise<void> {
  const core = new LogServerCore();
  const storage = await openSegmentStorage(task.directory, (header, position) =>
    core.recover(header, position),
  );
  const transport = await UdpTunnel.open({ peer: { address: "127.0.0.1", port: task.host.tunnelPort } });
  const failed = new Promise<never>((_, reject) => {
    new LogServer({ core, storage, transport, host: identityOf(task.host), onFailure: reject });
  });
  process.send?.("ready");
  await Promise.race([stopped(), failed]);
  await transport.close();
  await storage.close();
}

/** Ctrl-C reaches every process of a terminal; the parent decides when its servers stop. */
function stopped(): Promise<void> {
  process.on("SIGINT", () => {});
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("disconnect", () => resolve());
  });
}
