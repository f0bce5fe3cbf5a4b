import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Fault } from "./fault.js";
import type { Layout } from "./layout.js";
import { removeNetwork } from "./network.js";

/** What an environment has taken of the machine. */
interface Record {
  readonly pid: number;
  readonly namespaces: readonly string[];
  readonly interfaces: readonly string[];
}

/**
 * Notes in the state directory what is about to be made, so that the next environment there can remove what one that
 * was killed has left behind. Processes need no note: they end with their parent.
 */
export function writeRecord(directory: string, layout: Layout): void {
  const record: Record = {
    pid: process.pid,
    namespaces: layout.namespaces,
    interfaces: interfacesOf(layout),
  };
  writeFileSync(fileIn(directory), `${JSON.stringify(record)}\n`);
}

/** Removes what the note in the state directory names, and the note. */
export async function removeRecorded(directory: string): Promise<void> {
  const record = readRecord(directory);
  if (record === undefined) return;
  await removeNetwork(record.namespaces, record.interfaces);
  rmSync(fileIn(directory), { force: true });
}

/**
 * Refuses a state directory that another process uses, or that holds the log of a fabric that has ended: switches that
 * start anew number entries from 1, and would ask for indices that the old log holds.
 *
 * @throws Fault `ENVIRONMENT-IS-UP`, `STATE-USED`
 */
export function assertFresh(directory: string): void {
  const record = readRecord(directory);
  if (record !== undefined && isAlive(record.pid)) {
    const help = "Stop it with Ctrl-C or SIGTERM, or give this one another directory with --state.";
    throw new Fault("ENVIRONMENT-IS-UP", `process ${record.pid} already uses ${directory}`, help);
  }
  if (!holdsEntries(path.join(directory, "logs"))) return;
  const help = "Remove the directory, or give another one with --state.";
  throw new Fault("STATE-USED", `${directory} holds the log of a fabric that has ended`, help);
}

function holdsEntries(logs: string): boolean {
  if (!existsSync(logs)) return false;
  const files = readdirSync(logs, { recursive: true, encoding: "utf8" });
  return files.some((name) => {
    const found = statSync(path.join(logs, name));
    return found.isFile() && found.size > 0;
  });
}

function readRecord(directory: string): Record | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(directory), "utf8")) as Record;
  } catch {
    return undefined;
  }
}

function fileIn(directory: string): string {
  return path.join(directory, "bmv2-env.json");
}

/** Removing one end of a cable removes the other; every cable has an end at a switch. */
function interfacesOf(layout: Layout): readonly string[] {
  return layout.switches.flatMap(({ ports }) => ports.map((port) => port.interface));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
