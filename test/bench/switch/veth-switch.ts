import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../../bmv2-env/ports.js";
import { loadArtifacts } from "../../../src/cli/fabric/artifacts.js";
import { ringworldProgram, type Started, startProcess, temporaryDirectory } from "../frame/processes.js";
import { findOnPath } from "../frame/rivals.js";
import type { Answer, Task } from "./generator.js";
import { type Bed, makeBed } from "./veth.js";
import { withEntries } from "./with-entries.js";
import type { Workload } from "./workloads.js";

/** A switch program that takes simple_switch's options. */
export interface SwitchProgram {
  readonly command: readonly string[];
  /** How it is told where its control plane listens. */
  readonly control: "grpc" | "thrift";
}

export const ourProgram: SwitchProgram = {
  command: [process.execPath, ringworldProgram, "switch"],
  control: "grpc",
};

/** The rival: what SIMPLE_SWITCH names, or what is on PATH; undefined where there is none. */
export function rivalProgram(): SwitchProgram | undefined {
  const named = process.env.SIMPLE_SWITCH;
  const found = named ?? findOnPath("simple_switch_grpc") ?? findOnPath("simple_switch");
  if (found === undefined) return undefined;
  return { command: [found], control: path.basename(found).includes("grpc") ? "grpc" : "thrift" };
}

const generator = fileURLToPath(new URL("./generator.js", import.meta.url));
const warmUpS = 0.3;
const startAttempts = 600;

/** A switch between two cables, with a load generator at their far ends. Several may exist beside each other. */
export class VethSwitch {
  readonly #bed: Bed;
  readonly #switch: Started;
  readonly #generator: Started;
  readonly #removeFiles: () => void;

  private constructor(bed: Bed, program: Started, started: Started, removeFiles: () => void) {
    this.#bed = bed;
    this.#switch = program;
    this.#generator = started;
    this.#removeFiles = removeFiles;
  }

  /** Starts a switch with the program and the entries of a workload. Needs root. */
  static async start({ command, control }: SwitchProgram, workload: Workload): Promise<VethSwitch> {
    const bed = makeBed();
    const directory = temporaryDirectory();
    const json = path.join(directory.path, "program.json");
    const { deviceConfig } = loadArtifacts(workload.program);
    writeFileSync(json, withEntries(new TextDecoder().decode(deviceConfig), workload.entities));
    const port = await freePort();
    const [file = "", ...first] = command;
    const interfaces = [
      "-i",
      `${workload.inPort}@${bed.near.in}`,
      "-i",
      `${workload.outPort}@${bed.near.out}`,
    ];
    const general = [
      ...first,
      ...interfaces,
      ...(control === "thrift" ? ["--thrift-port", `${port}`] : []),
      json,
    ];
    const target = ["--", "--priority-queues", "8"];
    if (control === "grpc") target.push("--grpc-server-addr", `127.0.0.1:${port}`, "--cpu-port", "510");
    const program = startProcess(file, [...general, ...target], { stdio: "ignore" });
    await listens(program, port);
    const where = ["netns", "exec", bed.namespace, process.execPath, generator];
    const started = startProcess("ip", [...where, ...workload.destinations.map(String)], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    await once(started.child, "message");
    return new VethSwitch(bed, program, started, () => directory.remove());
  }

  /** Packets per second that come out at the far end of the second cable, while `ratePps` go into the first. */
  async throughput(ratePps: number, frameBytes: number, seconds: number): Promise<number> {
    const answer = this.#do({ kind: "load", ratePps, frameBytes, seconds: seconds + 2 * warmUpS });
    await sleep(warmUpS * 1000);
    const [startMs, before] = [performance.now(), this.#bed.sentFrames()];
    await sleep(seconds * 1000);
    const [endMs, after] = [performance.now(), this.#bed.sentFrames()];
    await answer;
    await sleep(100);
    return (after - before) / ((endMs - startMs) / 1000);
  }

  /** How long single frames take from the sender, through both cables and the idle switch, back to the sender. */
  async probe(
    packets: number,
    frameBytes: number,
  ): Promise<{ readonly p50Us: number; readonly p99Us: number }> {
    const answer = await this.#do({ kind: "probe", frameBytes, packets });
    if (!("p99Us" in answer)) throw new Error("a probe was answered with something else");
    return answer;
  }

  async #do(task: Task): Promise<Answer> {
    const answer = once(this.#generator.child, "message");
    this.#generator.child.send(task);
    const [result] = (await answer) as [Answer];
    return result;
  }

  async stop(): Promise<void> {
    await this.#generator.stop("SIGKILL");
    await this.#switch.stop("SIGKILL");
    this.#bed.remove();
    this.#removeFiles();
  }
}

async function listens({ child }: Started, port: number): Promise<void> {
  for (let attempt = 0; attempt < startAttempts; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`a switch ended with ${child.exitCode}`);
    const socket = createConnection(port, "127.0.0.1");
    const isConnected = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isConnected) return;
    await sleep(100);
  }
  throw new Error(`no switch listens at ${port}`);
}
