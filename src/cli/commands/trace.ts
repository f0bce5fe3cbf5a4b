import { readFileSync } from "node:fs";
import { CodedError, fromHex, seededRandom } from "../../base/index.js";
import { Simulation } from "../../sim/index.js";
import { describeTrace, runCommands, Switch, type TraceRecord } from "../../switch/index.js";
import { systemErrorCode } from "../failure.js";
import { printJson } from "../output.js";
import { loadPipelineFile } from "../pipeline-file.js";

export interface TraceOptions {
  readonly program: string;
  readonly port: number;
  readonly packet: string;
  readonly entries?: string;
  readonly json?: boolean;
}

const ports = 512;
/** Packets that wait for their next loop are followed for so long. */
const followedUs = 10_000_000;

/** Sends one packet through a program in simulated time, and prints its way: a line a step, or one JSON object. */
export async function trace(options: TraceOptions): Promise<void> {
  const bytes = fromHex(options.packet);
  if (bytes === undefined) {
    throw new CodedError({
      code: "TRACE-PACKET",
      message: `"${options.packet}" is no packet`,
      help: "Give the whole frame in hexadecimal digits, two a byte.",
    });
  }
  const records = await follow(options, bytes);
  if (options.json) printJson({ program: options.program, port: options.port, steps: records });
  else for (const line of describeTrace(records)) process.stdout.write(`${line}\n`);
}

async function follow(options: TraceOptions, bytes: Uint8Array): Promise<readonly TraceRecord[]> {
  const simulation = new Simulation();
  const target = new Switch({ clock: simulation, timers: simulation, random: seededRandom(1) });
  for (let port = 0; port < ports; port += 1) target.attach(port, { send: () => {} });
  loadPipelineFile(target, options.program);
  if (options.entries !== undefined) runCommands(target, read(options.entries), options.entries);
  const records = target.trace(options.port, bytes);
  simulation.runUntil(followedUs);
  return records;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new CodedError({
      code: "TRACE-FILE",
      message: `cannot read ${file}: ${systemErrorCode(error) ?? String(error)}`,
      help: "Give the path of a file that is there.",
    });
  }
}
