import { readFileSync } from "node:fs";
import { parseFabric } from "../../../controller/index.js";
import { ControllerService } from "../fabric/controller-service.js";
import type { HostAttachment } from "../fabric/host-attachment.js";
import type { ListenAddress } from "../fabric/rest-server.js";
import { stopped } from "../fabric/stopped.js";

/** What the process of a controller is told by whoever starts it. */
export interface ControllerTask {
  /** A fabric file. */
  readonly fabric: string;
  /** `host:port` of each switch's P4Runtime server, by the switch's name. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly api?: HostAttachment;
  readonly listen: ListenAddress;
}

/**
 * Runs the controller of a fabric until its parent goes away or asks it to stop. The parent hears what it does, and
 * `ready` when the token goes round and the REST API listens.
 */
export async function fabricController(task: ControllerTask): Promise<void> {
  const abort = new AbortController();
  const stop = stopped().then(() => abort.abort());
  const { fabric: file, addresses, api, listen } = task;
  const service = new ControllerService({
    fabric: parseFabric(readFileSync(file, "utf8"), file),
    addresses: new Map(Object.entries(addresses)),
    ...(api !== undefined && { api }),
    listen,
    onEvent: (event) => process.send?.(event),
  });
  try {
    service.start();
    await service.serving(abort.signal);
    process.send?.("ready");
    await stop;
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  } finally {
    await service.close();
  }
}
