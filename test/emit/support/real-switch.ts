import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { P4RuntimeClient, P4RuntimeError } from "p4runtime-js-grpc";

const deviceId = 1n;
const attemptsMax = 100;

/** The reason to skip what needs the real switch, or false. */
export const skipWithoutBmv2 =
  spawnSync("simple_switch_grpc", ["--version"]).error === undefined
    ? false
    : "simple_switch_grpc is not on PATH";

/** A simple_switch_grpc without a program, and the primary client of it. */
export interface RealSwitch {
  readonly client: P4RuntimeClient;
  stop(): Promise<void>;
}

/** Starts it, with more flags, in a directory. */
export async function startRealSwitch(more: readonly string[] = [], cwd = "."): Promise<RealSwitch> {
  const address = `127.0.0.1:${await freePort()}`;
  const flags = [
    ...more,
    "--no-p4",
    "--device-id",
    `${deviceId}`,
    "--",
    "--grpc-server-addr",
    address,
    "--priority-queues",
    "8",
  ];
  const child = spawn("simple_switch_grpc", flags, { stdio: "ignore", cwd });
  const client = await connect(child, address);
  await client.becomePrimary();
  return {
    client,
    async stop() {
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

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
