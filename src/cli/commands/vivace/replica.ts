import {
  eventLoopTimers,
  monotonicClock,
  openSegmentStorage,
  systemClock,
  systemRandom,
} from "../../../io/node/index.js";
import { type ReplicaConfig, ReplicaCore, VivaceDelegate, VivaceReplica } from "../../../vivace/index.js";
import { type UdpEnd, vivaceDelegatePort } from "../../../wire/index.js";
import { stopped } from "../../fabric/stopped.js";
import { StoreState } from "../../store/store-state.js";
import { openStoreEnd, type StoreNetworking } from "../../store/store-transport.js";
import { loadCommands } from "../../store/user-commands.js";

/** What the process of a replica is told by whoever starts it. */
export interface ReplicaTask {
  readonly name: string;
  readonly end: UdpEnd;
  readonly networking: StoreNetworking;
  /** The store's state directory. */
  readonly state: string;
  readonly commands?: string;
  readonly config?: Partial<ReplicaConfig>;
}

/**
 * Runs one replica, and a delegate beside it, until its parent goes away or asks it to stop. It says `ready` to the
 * parent when its records are recovered and it can be reached.
 */
export async function vivaceReplica(task: ReplicaTask): Promise<void> {
  const stop = stopped();
  const { networking } = task;
  const { classes } = networking;
  const state = new StoreState(task.state);
  const commands = await loadCommands(task.commands);
  const core = new ReplicaCore(task.end, task.config, commands);
  const storage = await openSegmentStorage(state.replicaDirectory(task.name), (header, position) =>
    core.recover(header, position),
  );
  const here = await openStoreEnd(task.end, networking);
  const beside = await openStoreEnd({ ...task.end, port: vivaceDelegatePort }, networking);
  const runsOn = { clock: monotonicClock, timers: eventLoopTimers, classes };
  const failed = new Promise<never>((_, reject) => {
    new VivaceReplica({ ...runsOn, ...here, core, storage, onFailure: reject });
  });
  const client = state.takeClientNumber();
  const delegation = { timestampClock: systemClock, random: systemRandom(), client, commands };
  const delegate = new VivaceDelegate({ ...runsOn, ...beside, ...delegation });
  process.send?.("ready");
  try {
    await Promise.race([stop, failed]);
  } finally {
    delegate.close();
    await Promise.all([here.close(), beside.close()]);
    await storage.close();
  }
}
