import { setTimeout as sleep } from "node:timers/promises";
import { P4RuntimeClient, P4RuntimeError, type PipelineConfig } from "p4runtime-js-grpc";
import { freePort } from "../../../bmv2-env/ports.js";
import { GrpcConnection } from "./grpc-connection.js";
import { type Started, startProcess } from "./processes.js";
import { findOnPath } from "./rivals.js";

export const bmv2Program = "simple_switch_grpc";
/** The device behind every P4Runtime server of the benchmarks. */
export const deviceId = 1n;
export const cpuPort = 510;
const attemptsMax = 200;

/** A switch that is programmed over P4Runtime: the real one, or ours. */
export interface Target {
  /** Its primary controller. */
  readonly client: P4RuntimeClient;
  /** Another connection, for what must cost little. */
  readonly connection: GrpcConnection;
  stop(): Promise<void>;
}

/** A network interface as a port of a switch. */
export interface PortInterface {
  readonly port: number;
  readonly name: string;
}

/** Starts simple_switch_grpc with a program, and becomes its primary controller. */
export async function startBmv2(
  config: PipelineConfig,
  interfaces: readonly PortInterface[] = [],
): Promise<Target> {
  const file = findOnPath(bmv2Program);
  if (file === undefined) throw new Error(`${bmv2Program} is not on PATH`);
  const address = `127.0.0.1:${await freePort()}`;
  const ports = interfaces.flatMap(({ port, name }) => ["-i", `${port}@${name}`]);
  const flags = ["--no-p4", "--device-id", `${deviceId}`, ...ports, "--"];
  const bmv2 = startProcess(file, [...flags, "--grpc-server-addr", address, "--cpu-port", `${cpuPort}`]);
  return programTarget(bmv2, address, config);
}

/** Connects to a switch that has just been started, and gives it its program. */
export async function programTarget(
  started: Started,
  address: string,
  config: PipelineConfig,
): Promise<Target> {
  const client = await connect(started, address);
  await client.becomePrimary();
  await client.setPipeline(config);
  const connection = await GrpcConnection.open(address);
  return {
    client,
    connection,
    async stop() {
      connection.close();
      await client.close();
      await started.stop("SIGKILL");
    },
  };
}

async function connect({ child }: Started, address: string): Promise<P4RuntimeClient> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`a switch ended with ${child.exitCode}`);
    try {
      return await P4RuntimeClient.connect({ address, deviceId, electionId: 1n, timeoutMs: 30_000 });
    } catch (error) {
      if (!(error instanceof P4RuntimeError)) throw error;
      await sleep(100);
    }
  }
  throw new Error(`no switch answers at ${address}`);
}
