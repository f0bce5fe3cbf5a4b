import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Names that `ip` lists of a kind of thing: everything that contains `prefix`. */
export function listed(kind: "netns" | "link", prefix: string): string[] {
  const args = kind === "netns" ? ["netns", "list"] : ["-o", "link"];
  const { stdout } = spawnSync("ip", args, { encoding: "utf8" });
  return stdout.split("\n").filter((line) => line.includes(prefix));
}

/** Children of a process, by the parent that /proc names. */
export function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number)
    .filter((candidate) => parentOf(candidate) === pid);
}

/** What identifies a process as long as the machine runs; undefined when it is gone. */
export function lifeOf(pid: number): string | undefined {
  const started = statOf(pid)?.[19];
  return started === undefined ? undefined : `${pid} ${started}`;
}

/** The command line of a process; empty when it is gone. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

function parentOf(pid: number): number {
  return Number(statOf(pid)?.[1]);
}

/** The fields of /proc/PID/stat after the name; undefined for a process that is gone or only waits to be buried. */
function statOf(pid: number): string[] | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
    return fields?.[0] === "Z" ? undefined : fields;
  } catch {
    return undefined;
  }
}
