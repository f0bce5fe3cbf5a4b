import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { P4RuntimeClient, P4RuntimeError } from "p4runtime-js-grpc";
import type { Entity, Update } from "p4runtime-js-grpc/values";
import { freePort } from "../../../bmv2-env/ports.js";
import type { CompiledProgram } from "./artifacts.js";
import { DataPlane } from "./data-plane.js";

const deviceId = 1n;
const attemptsMax = 100;

/** The reason to skip what needs the real switch, or false. */
export const skipWithoutBmv2 =
  spawnSync("simple_switch_grpc", ["--version"]).error === undefined
    ? false
    : "simple_switch_grpc is not on PATH";

/** A simple_switch_grpc without a program, the primary client of it, and its ports. */
export interface RealSwitch {
  readonly client: P4RuntimeClient;
  readonly dataPlane: DataPlane;
  stop(): Promise<void>;
}

/** Starts it; its programs are swapped while it runs. */
export async function startRealSwitch(): Promise<RealSwitch> {
  const address = `127.0.0.1:${await freePort()}`;
  const dataAddress = `127.0.0.1:${await freePort()}`;
  const general = ["--no-p4", "--device-id", `${deviceId}`, "--"];
  const servers = ["--grpc-server-addr", address, "--dp-grpc-server-addr", dataAddress];
  const flags = [...general, ...servers, "--priority-queues", "8"];
  const child = spawn("simple_switch_grpc", flags, { stdio: "ignore" });
  const client = await connect(child, address);
  await client.becomePrimary();
  const dataPlane = new DataPlane(dataAddress, deviceId);
  return {
    client,
    dataPlane,
    async stop() {
      dataPlane.close();
      await client.close();
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}

async function connect(child: ChildProcess, address: string): Promise<P4RuntimeClient> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`simple_switch_grpc ended with ${child.exitCode}`);
    try {
      return await P4RuntimeClient.connect({ address, deviceId, electionId: 1n, timeoutMs: 10_000 });
    } catch (error) {
      if (!(error instanceof P4RuntimeError)) throw error;
      await sleep(100);
    }
  }
  throw new Error("simple_switch_grpc does not answer");
}

/** Gives it a program; tables and cells begin empty. */
export async function loadProgram(
  { client }: RealSwitch,
  { p4infoBinary, bmv2Json }: CompiledProgram,
): Promise<void> {
  await client.setPipeline({ p4info: p4infoBinary, deviceConfig: new TextEncoder().encode(bmv2Json) });
}

/** Takes away the multicast groups and clone sessions, which outlive a program. */
export async function forgetCopies({ client }: RealSwitch): Promise<void> {
  const filters: readonly Entity[] = [
    { kind: "multicastGroup", groupId: 0, replicas: [] },
    { kind: "cloneSession", sessionId: 0, replicas: [], classOfService: 0, packetLengthBytes: 0 },
  ];
  const updates: Update[] = [];
  for await (const entity of client.read(filters)) updates.push({ type: "delete", entity });
  await client.write(updates);
}
