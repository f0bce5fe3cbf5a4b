import type { Timers } from "../../io/index.js";
import type { Fault, FaultTarget } from "./fault.js";

/**
 * Schedules every fault of a plan on a world, with its end. `report` is told when one begins and when it ends.
 * Call it at time 0.
 */
export function injectFaults(
  timers: Timers,
  target: FaultTarget,
  faults: readonly Fault[],
  report: (fault: Fault, begins: boolean) => void,
): void {
  const turn = (fault: Fault, on: boolean) => {
    report(fault, on);
    turnFault(target, fault, on);
  };
  for (const fault of faults) {
    timers.schedule(fault.fromUs, () => turn(fault, true));
    if ("untilUs" in fault) timers.schedule(fault.untilUs, () => turn(fault, false));
  }
}

function turnFault(target: FaultTarget, fault: Fault, on: boolean): void {
  switch (fault.kind) {
    case "disturb":
      target.disturb(fault.link, on ? fault.disturbance : undefined);
      break;
    case "cut":
      for (const link of fault.links) target.cut(link, on);
      break;
    case "crash":
      if (on) target.crash(fault.node);
      else target.restart(fault.node);
      break;
    case "visit":
      if (on) target.restart(fault.node);
      else target.crash(fault.node);
      break;
    case "pause":
      if (on) target.pause(fault.node);
      else target.resume(fault.node);
      break;
    case "slowDisk":
      target.slowDisk(fault.node, on ? fault.slowness : 1);
      break;
    case "ambush":
      target.ambush?.(fault, on);
      break;
    case "clockJump":
      target.jumpClock(fault.node, fault.byUs);
      break;
  }
}
