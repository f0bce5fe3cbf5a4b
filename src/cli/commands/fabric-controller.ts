import { CodedError } from "../../base/index.js";
import { ControllerService } from "../fabric/controller-service.js";
import type { HostAttachment } from "../fabric/host-attachment.js";
import { partsOfParent } from "../fabric/parts-channel.js";
import type { ListenAddress } from "../fabric/rest-server.js";
import { StateDirectory } from "../fabric/state-directory.js";
import { stopped } from "../fabric/stopped.js";
import { tellParent } from "../fabric/tell-parent.js";

/** What the process of a controller is told by whoever starts it. */
export interface ControllerTask {
  /** A state directory, which says what the fabric is. */
  readonly state: string;
  readonly api?: HostAttachment;
  readonly listen: ListenAddress;
}

/**
 * Runs the controller of a fabric until its parent goes away or asks it to stop. The parent hears what it does, and
 * `ready` when the token goes round and the REST API listens. It runs switches and log servers as the controller asks.
 */
export async function fabricController({ state: directory, api, listen }: ControllerTask): Promise<void> {
  const abort = new AbortController();
  const stop = stopped().then(() => abort.abort());
  const store = new StateDirectory(directory);
  const stored = store.read();
  if (stored === undefined) {
    throw new CodedError({
      code: "FABRIC-NOT-UP",
      message: `${directory} does not say which fabric it is of`,
    });
  }
  const parts = partsOfParent();
  const service = await ControllerService.start({ stored, store, parts, onEvent: tellParent });
  try {
    await service.serving(abort.signal);
    if (api !== undefined) await service.serveRest(api, listen);
    tellParent("ready");
    await stop;
  } catch (error) {
    if (!abort.signal.aborted) throw error;
  } finally {
    await service.close();
  }
}
