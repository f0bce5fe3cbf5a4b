import { spawnSync } from "node:child_process";
import { Fault } from "./fault.js";
import { type SwitchKindName, switchKinds } from "./switch-kind.js";

/** What the machine must have, and where it comes from on Debian and Ubuntu. */
const programs = [
  { name: "ip", args: ["-V"], from: "apt-get install iproute2" },
  { name: "setpriv", args: ["--version"], from: "apt-get install util-linux" },
] as const;

/** Why a fabric cannot run here on a kind of switches; nothing when it can. */
export function missingRequirements(kind: SwitchKindName = "bmv2"): string[] {
  const { needs } = switchKinds[kind];
  const own = needs === undefined ? [] : [{ ...needs, args: ["--version"] }];
  const absent = [...own, ...programs]
    .filter(({ name, args }) => !isThere(name, args))
    .map(({ name, from }) => `${name} is not on PATH: ${from}`);
  return process.getuid?.() === 0 ? absent : ["network namespaces need root", ...absent];
}

/**
 * Refuses to begin where a fabric cannot run.
 *
 * @throws Fault `BMV2-REQUIREMENTS`
 */
export function checkRequirements(kind: SwitchKindName): void {
  const missing = missingRequirements(kind);
  if (missing.length === 0) return;
  const help = "Mend this and try again; without root, `ringworld up` runs a fabric in one process.";
  throw new Fault("BMV2-REQUIREMENTS", missing.join("; "), help);
}

/** Whether a program of that name runs. */
export function isThere(name: string, args: readonly string[]): boolean {
  return spawnSync(name, args, { stdio: "ignore" }).error === undefined;
}
