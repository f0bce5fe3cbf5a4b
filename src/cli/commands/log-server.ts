import { keepFreedMemory, openSegmentStorage } from "../../io/node/index.js";
import { LogServer, LogServerCore } from "../../ringworld/index.js";
import { type HostAttachment, identityOf } from "../fabric/host-attachment.js";
import { openHostTransport } from "../fabric/host-transport.js";
import { stopped } from "../fabric/stopped.js";

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
  const stop = stopped();
  keepFreedMemory();
  const core = new LogServerCore();
  const storage = await openSegmentStorage(task.directory, (header, position) =>
    core.recover(header, position),
  );
  const transport = await openHostTransport(task.host);
  const failed = new Promise<never>((_, reject) => {
    new LogServer({ core, storage, transport, host: identityOf(task.host), onFailure: reject });
  });
  process.send?.("ready");
  try {
    await Promise.race([stop, failed]);
  } finally {
    await transport.close();
    await storage.close();
  }
}
