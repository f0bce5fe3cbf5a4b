import { keepFreedMemory } from "../../io/node/index.js";
import { stopped } from "../fabric/stopped.js";
import { type SwitchTask, startTunnelledSwitch } from "../fabric/switch-task.js";

/**
 * Runs one switch of a fabric until its parent goes away or asks it to stop. It says `ready` to the parent when it
 * forwards and can be told what to do.
 */
export async function fabricSwitch(task: SwitchTask): Promise<void> {
  const stop = stopped();
  keepFreedMemory();
  const running = await startTunnelledSwitch(task);
  process.send?.("ready");
  await stop;
  await running.close();
}
