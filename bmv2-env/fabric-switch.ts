import { setTimeout as sleep } from "node:timers/promises";
import type { Child, ChildOptions } from "./child.js";
import type { FabricSwitch } from "./fabric.js";
import { Fault } from "./fault.js";
import type { SwitchPort } from "./layout.js";
import { freePort, listens } from "./ports.js";
import type { Processes } from "./processes.js";
import type { SwitchKind } from "./switch-kind.js";

/** The port of packets from and to the controller; the same on every target. */
const controllerPort = 510;
/** As many queues as `standard_metadata.priority` can name. */
const priorityQueues = 8;
const startWithinMs = 60_000;
const attempts = 3;

/** A switch and where it listens. */
export interface StartedSwitch {
  readonly name: string;
  /** `host:port` of its P4Runtime server. */
  readonly address: string;
}

/** How a switch is started. */
export interface SwitchStart {
  readonly kind: SwitchKind;
  readonly description: FabricSwitch;
  readonly ports: readonly SwitchPort[];
  /** File for a trace of every packet, which makes the switch slow; absent: no trace. */
  readonly trace?: string;
}

/**
 * Starts a switch without a program and resolves when its P4Runtime server listens. Somebody else may take
 * the port between looking for a free one and using it: then another one is tried.
 *
 * @throws Fault `CHILD-ENDED` or `SWITCH-START`
 */
export async function startSwitch(processes: Processes, options: SwitchStart): Promise<StartedSwitch> {
  const { name } = options.description;
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const child = await processes.start(name, await commandOf(options, port));
    if (await answers(child, port)) return { name, address: `127.0.0.1:${port}` };
    if (child.isRunning) {
      throw new Fault(
        "SWITCH-START",
        `${name} does not listen at ${port}`,
        `Its output is in ${child.output}.`,
      );
    }
    if (attempt === attempts) throw child.ended();
  }
}

async function answers(child: Child, port: number): Promise<boolean> {
  const deadlineMs = performance.now() + startWithinMs;
  while (child.isRunning && performance.now() < deadlineMs) {
    if (await listens(port)) return child.isRunning;
    await sleep(50);
  }
  return false;
}

/** A switch knows nothing of its parent, so that the kernel is told to end it when the parent is gone. */
async function commandOf(options: SwitchStart, port: number): Promise<ChildOptions["command"]> {
  const { kind, description, ports, trace } = options;
  const interfaces = ports.flatMap((each) => ["-i", `${each.port}@${each.interface}`]);
  const log = trace === undefined ? ["-L", "off"] : ["--log-file", trace, "--log-flush", "-L", "trace"];
  return [
    "setpriv",
    ...["--pdeathsig", "KILL", ...kind.command, "--no-p4", "--device-id", String(description.device_id)],
    ...[...interfaces, ...log, ...(await kind.extraOptions()), "--"],
    ...["--grpc-server-addr", `127.0.0.1:${port}`, "--cpu-port", String(controllerPort)],
    ...["--priority-queues", String(priorityQueues)],
  ];
}
