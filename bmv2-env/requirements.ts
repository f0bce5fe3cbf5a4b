import { spawnSync } from "node:child_process";
import { Fault } from "./fault.js";

/** What the machine must have, and where it comes from on Debian and Ubuntu. */
const programs = [
  { name: "simple_switch_grpc", args: ["--version"], from: "build behavioral-model with PI (see README.md)" },
  { name: "ip", args: ["-V"], from: "apt-get install iproute2" },
  { name: "setpriv", args: ["--version"], from: "apt-get install util-linux" },
] as const;

/** Why BMv2 cannot run here; nothing when it can. */
export function missingRequirements(): string[] {
  const absent = programs
    .filter(({ name, args }) => !isThere(name, args))
    .map(({ name, from }) => `${name} is not on PATH: ${from}`);
  return process.getuid?.() === 0 ? absent : ["network namespaces need root", ...absent];
}

/**
 * Refuses to begin where BMv2 cannot run.
 *
 * @throws Fault `BMV2-REQUIREMENTS`
 */
export function checkRequirements(): void {
  const missing = missingRequirements();
  if (missing.length === 0) return;
  const help = "Mend this and try again; without root and BMv2, `ringworld up` runs the embedded switches.";
  throw new Fault("BMV2-REQUIREMENTS", missing.join("; "), help);
}

/** Whether a program of that name runs. */
export function isThere(name: string, args: readonly string[]): boolean {
  return spawnSync(name, args, { stdio: "ignore" }).error === undefined;
}
