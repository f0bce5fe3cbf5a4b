import { readdirSync, readFileSync } from "node:fs";

/** Children of a process, by the parent that /proc names. */
export function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number)
    .filter((candidate) => parentOf(candidate) === pid);
}

function parentOf(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
    return Number(fields?.[1]);
  } catch {
    return undefined;
  }
}

/** Whether a process is alive and its command line holds every one of these texts. */
export function runs(pid: number, ...texts: readonly string[]): boolean {
  try {
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return texts.every((text) => commandLine.includes(text));
  } catch {
    return false;
  }
}
