import { ControllerService } from "../fabric/controller-service.js";
import { type ForeignOptions, ForeignParts } from "../fabric/foreign-parts.js";
import { interrupted } from "../fabric/interrupt.js";
import { fabricToStart } from "../fabric/load-fabric.js";
import { parseListenAddress } from "../fabric/rest-server.js";
import { StateDirectory } from "../fabric/state-directory.js";
import { say, tellEvent } from "../output.js";

export interface ControllerOptions extends ForeignOptions {
  /** Absent: that of the state directory. */
  readonly fabric?: string;
  readonly state: string;
  readonly listen: string;
}

/**
 * Runs the controller of a fabric whose switches run already, until somebody asks it to stop. Hosts with a namespace
 * can be used with `--state` as soon as the token goes round; with an api host among them there is a REST API.
 */
export async function controller(options: ControllerOptions): Promise<void> {
  const listen = parseListenAddress(options.listen);
  const state = new StateDirectory(options.state);
  state.assertFree();
  const stored = fabricToStart(options.fabric, state);
  const parts = new ForeignParts(stored, options, state);
  state.write(stored);
  const stop = interrupted();
  let service: ControllerService | undefined;
  try {
    // Log servers find their ports in the descriptor, and there is no view without log servers.
    service = await ControllerService.start({ stored, store: state, parts, onEvent: tellEvent });
    await service.serving(stop.aborted);
    if (parts.api !== undefined) await service.serveRest(parts.api, listen);
    parts.publish(service.api);
    process.send?.("ready");
    const rest = service.api === undefined ? "" : `: REST at ${service.api}`;
    say(`${stored.inForce.name} is served${rest}; Ctrl-C stops it`);
    await stop.signal;
  } finally {
    state.withdraw();
    await service?.close();
    stop.forget();
  }
}
