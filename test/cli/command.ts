import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { FabricDescriptor } from "../../src/cli/fabric/state-directory.js";

/** The checkout: this file is compiled to build/test/cli. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const program = path.join(root, "build/src/cli/main.js");

export interface Finished {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Starts `ringworld` as a person would. */
export function start(args: readonly string[], directory = root): ChildProcess {
  return spawn(process.execPath, [program, ...args], { cwd: directory, stdio: ["pipe", "pipe", "pipe"] });
}

/** Runs `ringworld` to its end. */
export async function ringworld(args: readonly string[], input: Uint8Array | string = ""): Promise<Finished> {
  const child = start(args);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on("data", (part: Buffer) => stdout.push(part));
  child.stderr?.on("data", (part: Buffer) => stderr.push(part));
  child.stdin?.end(input);
  const [code] = await once(child, "close");
  return {
    code: typeof code === "number" ? code : null,
    stdout: Buffer.concat(stdout),
    stderr: Buffer.concat(stderr).toString(),
  };
}

export function temporaryDirectory(): { readonly path: string; remove(): void } {
  const directory = mkdtempSync(path.join(tmpdir(), "ringworld-test-"));
  return { path: directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** A fabric that was started with `ringworld up`. */
export interface UpFabric {
  readonly child: ChildProcess;
  readonly state: string;
  readonly descriptor: FabricDescriptor;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const upWithinMs = 120_000;

/** Starts `ringworld up`, by default on a free port, and waits until it is. */
export async function startUp(
  state: string,
  listen = "127.0.0.1:0",
  ...options: readonly string[]
): Promise<UpFabric> {
  const args = ["up", "--state", state, "--listen", listen, ...options];
  const up = await startDaemon(args, state, "fabric.json");
  return { ...up, state, descriptor: JSON.parse(up.published) as FabricDescriptor };
}

/** A command that runs until it is stopped. */
export interface Daemon {
  readonly child: ChildProcess;
  /** What the descriptor held when it was up. */
  readonly published: string;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts a command that publishes a descriptor in its state directory, and waits until it has. */
export async function startDaemon(
  args: readonly string[],
  state: string,
  descriptor: string,
): Promise<Daemon> {
  const child = start(args);
  const output: Buffer[] = [];
  child.stderr?.on("data", (part: Buffer) => output.push(part));
  const ended = once(child, "close");
  const file = path.join(state, descriptor);
  for (let waitedMs = 0; !existsSync(file); waitedMs += 50) {
    if (child.exitCode !== null || waitedMs > upWithinMs) {
      child.kill("SIGKILL");
      throw new Error(`it did not come up: ${Buffer.concat(output).toString()}`);
    }
    await wait(50);
  }
  return {
    child,
    published: readFileSync(file, "utf8"),
    stop: async (signal = "SIGINT") => {
      child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
}
