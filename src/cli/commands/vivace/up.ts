import {
  buildStoreRest,
  type EdgeStatus,
  type RestApp,
  type StorePlan,
} from "../../../../controller/index.js";
import { findLosses } from "../../../vivace/index.js";
import { interrupted } from "../../fabric/interrupt.js";
import { listenAt, parseListenAddress } from "../../fabric/rest-server.js";
import { say } from "../../output.js";
import { loadStore } from "../../store/load-store.js";
import { RunningStore } from "../../store/running-store.js";
import { storeStatus } from "../../store/status.js";
import { StoreState } from "../../store/store-state.js";

export interface VivaceUpOptions {
  readonly store: string;
  readonly state: string;
  readonly listen: string;
  readonly commands?: string;
}

/** Boots a store with its REST API and keeps it up until somebody asks it to stop. */
export async function vivaceUp(options: VivaceUpOptions): Promise<void> {
  const { file, text, plan } = loadStore(options.store);
  const listen = parseListenAddress(options.listen);
  const state = new StoreState(options.state);
  state.prepare();
  const stop = interrupted();
  const { commands } = options;
  let running: RunningStore | undefined;
  let app: RestApp | undefined;
  try {
    running = await RunningStore.start({
      plan,
      file,
      state,
      commands,
      aborted: stop.aborted,
      onRestart: tellRestart,
      onEdge: tellEdge,
    });
    app = await restOf(plan, running);
    const api = await listenAt(app, listen);
    state.publish({ pid: process.pid, api, text, file, ...(commands !== undefined && { commands }) });
    say(`${plan.name} is up: REST at ${api} (try ${api}/docs), state in ${state.path}; Ctrl-C stops it`);
    await stop.signal;
    say("stopping");
  } finally {
    state.withdraw();
    await app?.close();
    await running?.stop();
    stop.forget();
  }
}

function restOf(plan: StorePlan, { session: { store, client }, edges }: RunningStore): Promise<RestApp> {
  const ends = plan.sites.flatMap((site) => site.replicas.map(({ end }) => end));
  const status = () => storeStatus(plan, client);
  const losses = () => findLosses(client, ends);
  return buildStoreRest({ plan, store, status, losses, ...(edges !== undefined && { edges }) });
}

function tellEdge({ edge, state, problem }: EdgeStatus): void {
  if (state === "unreachable") say(`the edge of ${edge.site} cannot be reached: ${problem ?? "not yet"}`);
}

function tellRestart(name: string, reason: string): void {
  say(`${name}: ended (${reason}); it is started again on its records`);
}
