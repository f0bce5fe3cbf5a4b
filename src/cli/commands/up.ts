import { interrupted } from "../fabric/interrupt.js";
import { fabricToStart } from "../fabric/load-fabric.js";
import { ProcessFabric } from "../fabric/process-fabric.js";
import { assertAddressFree, type ListenAddress, parseListenAddress } from "../fabric/rest-server.js";
import { RunningFabric, type StartOptions } from "../fabric/running-fabric.js";
import { StateDirectory } from "../fabric/state-directory.js";
import { say, tellEvent } from "../output.js";

export interface UpOptions {
  /** Absent: that of the state directory. */
  readonly fabric?: string;
  readonly state: string;
  readonly listen: string;
  /** Every part in a process of its own. */
  readonly processes?: boolean;
}

/** Boots a fabric with its REST API and keeps it up until somebody asks it to stop. */
export async function up(options: UpOptions): Promise<void> {
  const listen = parseListenAddress(options.listen);
  const state = new StateDirectory(options.state);
  state.assertFree();
  const stored = fabricToStart(options.fabric, state);
  await assertAddressFree(listen);
  const stop = interrupted();
  let running: RunningFabric | ProcessFabric | undefined;
  try {
    // Whoever looks into the state directory finds what is there now.
    const changed = () => void (running && state.publish(running.descriptor));
    const listener = { event: tellEvent, restarted: tellRestart, changed };
    const how = { stored, state, listener, aborted: stop.aborted };
    running = options.processes
      ? await ProcessFabric.start({ ...how, listen })
      : await startWithRest(how, listen);
    const { descriptor } = running;
    state.publish(descriptor);
    const api = descriptor.api ?? "";
    say(
      `${running.name} is up: dashboard and REST at ${api} (the API: ${api}/docs), state in ${state.path}; Ctrl-C stops it`,
    );
    await stop.signal;
    say("stopping");
  } finally {
    state.withdraw();
    await running?.stop();
    stop.forget();
  }
}

/** Starts a fabric in this process. */
async function startWithRest(how: StartOptions, listen: ListenAddress): Promise<RunningFabric> {
  const running = await RunningFabric.start(how);
  try {
    await running.serveRest(listen);
    return running;
  } catch (error) {
    await running.stop();
    throw error;
  }
}

function tellRestart(name: string, reason: string): void {
  say(`${name}: ended (${reason}); it is started again`);
}
