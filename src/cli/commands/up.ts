import type { ControllerEvent } from "../../../controller/index.js";
import { CodedError } from "../../base/index.js";
import { interrupted } from "../fabric/interrupt.js";
import { loadFabric, RunningFabric } from "../fabric/running-fabric.js";
import { type FabricDescriptor, StateDirectory } from "../fabric/state-directory.js";
import { say } from "../output.js";

export interface UpOptions {
  readonly fabric: string;
  readonly state: string;
  readonly listen: string;
}

/** Boots a fabric with its REST API and keeps it up until somebody asks it to stop. */
export async function up(options: UpOptions): Promise<void> {
  const fabric = loadFabric(options.fabric);
  const address = parseAddress(options.listen);
  const state = new StateDirectory(options.state);
  state.assertFree();
  const stop = interrupted();
  const running = await RunningFabric.start(fabric, state, tell);
  try {
    const api = await running.serveRest(address.host, address.port);
    state.publish(describe(running, api));
    say(`${running.name} is up: REST at ${api} (try ${api}/docs), state in ${state.path}; Ctrl-C stops it`);
    await stop.signal;
    say("stopping");
  } finally {
    state.withdraw();
    await running.stop();
    stop.forget();
  }
}

function tell(event: ControllerEvent): void {
  if (event.kind === "connected") say(`${event.switch}: programmed`);
  else say(`${event.switch}: lost, ${event.reason}`);
}

function describe(running: RunningFabric, api: string): FabricDescriptor {
  const { embedded } = running;
  return {
    name: running.name,
    pid: process.pid,
    api,
    switches: [...embedded.addresses].map(([name, grpc]) => ({
      name,
      deviceId: embedded.switch(name).description.deviceId.toString(),
      grpc,
    })),
    hosts: embedded.attachments,
  };
}

function parseAddress(text: string): { readonly host: string; readonly port: number } {
  const found = /^(.+):([0-9]{1,5})$/.exec(text);
  const port = Number(found?.[2]);
  if (found?.[1] !== undefined && port < 65_536) return { host: found[1], port };
  throw new CodedError({
    code: "REST-LISTEN",
    message: `"${text}" is no address`,
    help: "Give HOST:PORT, for example 127.0.0.1:8080.",
  });
}
