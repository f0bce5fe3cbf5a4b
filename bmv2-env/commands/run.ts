import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Environment } from "../environment.js";
import { Fault } from "../fault.js";
import { interrupted } from "../interrupt.js";
import { checkRequirements } from "../requirements.js";
import { roundTrip } from "../round-trip.js";
import { say } from "../say.js";
import type { SwitchKindName } from "../switch-kind.js";

export interface RunOptions {
  readonly switch: SwitchKindName;
  readonly fabric: string;
  readonly chunk: string;
  readonly trace?: boolean;
  readonly state?: string;
}

/**
 * Boots a fabric on BMv2, appends a file to its log from a client of the first rack, reads it back from one of the last
 * rack, and compares. When that fails, what the processes wrote stays.
 *
 * @throws Fault `RUN-DIFFERENT` when something else came back
 */
export async function run(file: string, options: RunOptions): Promise<void> {
  checkRequirements(options.switch);
  const input = readInput(file);
  const state = path.resolve(options.state ?? mkdtempSync(path.join(tmpdir(), "bmv2-env-")));
  const environment = new Environment({ ...options, state, listen: "127.0.0.1:0", say });
  const signal = interrupted().then((name) => {
    throw new Fault("INTERRUPTED", `stopped by ${name}`, `What its processes wrote is in ${state}.`);
  });
  try {
    await Promise.race([environment.start(), signal]);
    say(`up: ${environment.children.map(({ name }) => name).join(" ")}`);
    const trip = roundTrip(environment, state, path.resolve(file), options.chunk);
    const result = await Promise.race([trip, signal]);
    process.stdout.write(`${result.statistics}\n`);
    compare(file, input, result.bytes);
  } finally {
    await environment.stop();
  }
  if (options.state === undefined) rmSync(state, { recursive: true, force: true });
}

function readInput(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Fault("INPUT-FILE", reason, "Name a file that exists.");
  }
}

function compare(file: string, input: Uint8Array, output: Uint8Array): void {
  const [before, after] = [sha256(input), sha256(output)];
  process.stdout.write(`${before}  in   ${file}\n${after}  out\n`);
  if (before === after) return;
  const help = "This is a bug of ours; please report it with the input.";
  throw new Fault("RUN-DIFFERENT", "the log gave back other bytes than were appended", help);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
