import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { undoAtExit } from "./cleanup.js";

/** The checkout: this file is compiled to build/test/bench/frame. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");

/** The command line of this project. */
export const ringworldProgram = path.join(root, "build/src/cli/main.js");

/** A process that ends with this one at the latest. */
export interface Started {
  readonly child: ChildProcess;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a program that goes on until it is stopped. */
export function startProcess(
  command: string,
  args: readonly string[],
  options: SpawnOptions = { stdio: "ignore" },
): Started {
  const child = spawn(command, args, options);
  const ended = once(child, "close");
  ended.catch(() => undefined);
  const kill = undoAtExit(() => child.kill("SIGKILL"));
  return {
    child,
    async stop(signal = "SIGTERM") {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
      kill();
    },
  };
}

/** Runs a program to its end. It throws what the program said when that is not success. */
export async function runProcess(command: string, args: readonly string[]): Promise<void> {
  const { child, stop } = startProcess(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const output: Buffer[] = [];
  child.stdout?.on("data", (part: Buffer) => output.push(part));
  child.stderr?.on("data", (part: Buffer) => output.push(part));
  const [code] = await once(child, "close");
  await stop();
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${Buffer.concat(output)}`);
}

/** A directory that goes away with this process at the latest. */
export function temporaryDirectory(): { readonly path: string; remove(): void } {
  const directory = mkdtempSync(path.join(tmpdir(), "bench-"));
  const remove = undoAtExit(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  return { path: directory, remove };
}
