// Runs simple_switch_grpc with the program of referee/conformance.p4, where both it and p4c are on PATH.
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { P4RuntimeClient, P4RuntimeError, type PipelineConfig } from "p4runtime-js-grpc";
import { freePort } from "../../bmv2-env/ports.js";

/** The tests of this directory run compiled, from build/test/p4runtime. */
const source = path.resolve(import.meta.dirname, "../../../test/p4runtime/referee/conformance.p4");

export const deviceId = 1n;
export const cpuPort = 255n;

/** The reason to skip, or false. */
export const skip = ["p4c-bm2-ss", "simple_switch_grpc"].some(isMissing)
  ? "p4c-bm2-ss and simple_switch_grpc are not on PATH"
  : false;

export interface Referee {
  readonly config: PipelineConfig;
  connect(electionId: bigint): Promise<P4RuntimeClient>;
  stop(): Promise<void>;
}

export async function startReferee(): Promise<Referee> {
  const directory = mkdtempSync(path.join(tmpdir(), "referee-"));
  const config = compile(directory);
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const flags = [
    "--no-p4",
    "--device-id",
    `${deviceId}`,
    "--log-file",
    path.join(directory, "log"),
    "-L",
    "warn",
  ];
  const target = ["--", "--grpc-server-addr", address, "--cpu-port", `${cpuPort}`];
  const child = spawn("simple_switch_grpc", [...flags, ...target], { stdio: "ignore" });
  await answering(child, address);
  const clients: P4RuntimeClient[] = [];
  return {
    config,
    async connect(electionId) {
      const client = await P4RuntimeClient.connect({ address, deviceId, electionId, timeoutMs: 10_000 });
      clients.push(client);
      return client;
    },
    async stop() {
      for (const client of clients) await client.close();
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      rmSync(directory, { recursive: true });
    },
  };
}

function isMissing(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).error !== undefined;
}

function compile(directory: string): PipelineConfig {
  const json = path.join(directory, "program.json");
  const info = path.join(directory, "program.p4info.bin");
  execFileSync("p4c-bm2-ss", ["--p4runtime-files", info, "-o", json, source], { stdio: "ignore" });
  return { p4info: new Uint8Array(readFileSync(info)), deviceConfig: new Uint8Array(readFileSync(json)) };
}

async function answering(child: ChildProcess, address: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`simple_switch_grpc ended with ${child.exitCode}`);
    try {
      const client = await P4RuntimeClient.connect({ address, deviceId, timeoutMs: 1_000 });
      await client.close();
      return;
    } catch (error) {
      if (!(error instanceof P4RuntimeError)) throw error;
      await sleep(100);
    }
  }
  throw new Error("simple_switch_grpc does not answer");
}
