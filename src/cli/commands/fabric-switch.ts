import { keepFreedMemory } from "../../io/node/index.js";
import { onChangedTask } from "../fabric/changed-task.js";
import { stopped } from "../fabric/stopped.js";
import { type SwitchTask, TunnelledSwitch } from "../fabric/switch-task.js";

/**
 * Runs one switch of a fabric until its parent goes away or asks it to stop. It says `ready` to the parent when it
 * forwards and can be told what to do.
 */
export async function fabricSwitch(task: SwitchTask): Promise<void> {
  const stop = stopped();
  keepFreedMemory();
  const running = await TunnelledSwitch.start(task);
  onChangedTask((changed: SwitchTask) => running.change(changed));
  process.send?.("ready");
  await stop;
  await running.close();
}
