import { interrupted } from "../fabric/interrupt.js";
import { loadFabric } from "../fabric/load-fabric.js";
import { parseListenAddress } from "../fabric/rest-server.js";
import { RunningFabric } from "../fabric/running-fabric.js";
import { StateDirectory } from "../fabric/state-directory.js";
import { say, tellEvent } from "../output.js";

export interface UpOptions {
  readonly fabric: string;
  readonly state: string;
  readonly listen: string;
}

/** Boots a fabric with its REST API and keeps it up until somebody asks it to stop. */
export async function up(options: UpOptions): Promise<void> {
  const fabric = loadFabric(options.fabric);
  const listen = parseListenAddress(options.listen);
  const state = new StateDirectory(options.state);
  state.assertFree();
  const stop = interrupted();
  let running: RunningFabric | undefined;
  try {
    const listener = { event: tellEvent, restarted: tellRestart };
    running = await RunningFabric.start({ fabric, state, listener, aborted: stop.aborted });
    const api = await running.serveRest(listen);
    state.publish(running.descriptor);
    say(`${running.name} is up: REST at ${api} (try ${api}/docs), state in ${state.path}; Ctrl-C stops it`);
    await stop.signal;
    say("stopping");
  } finally {
    state.withdraw();
    await running?.stop();
    stop.forget();
  }
}

function tellRestart(name: string, reason: string): void {
  say(`${name}: ended (${reason}); it is started again on its log`);
}
