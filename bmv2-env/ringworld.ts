import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Fault } from "./fault.js";

/** The checkout: this file is compiled to build/bmv2-env. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** The command line of the project, as arguments of Node. */
export const program = path.join(root, "build/src/cli/main.js");

/** What a command printed. */
export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `ringworld` to its end, in the working directory of this process.
 *
 * @throws Fault `RINGWORLD` with what it says when it fails
 */
export async function ringworld(args: readonly string[]): Promise<Output> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => stdout.push(part));
  child.stderr.on("data", (part: Buffer) => stderr.push(part));
  const [code] = await once(child, "close");
  const said = Buffer.concat(stderr).toString();
  if (code === 0) return { stdout: Buffer.concat(stdout).toString(), stderr: said };
  throw new Fault("RINGWORLD", `ringworld ${args[0] ?? ""}: ${said.trim()}`, "See what the command says.");
}
