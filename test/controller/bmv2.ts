import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../bmv2-env/ports.js";
import { controllerPort } from "../../controller/index.js";

/** Why tests with the real simple_switch_grpc cannot run here; false when they can. */
export const withoutBmv2: string | false =
  spawnSync("simple_switch_grpc", ["--version"]).error === undefined
    ? false
    : "no simple_switch_grpc on PATH";

/** A real simple_switch_grpc without a program and without interfaces. */
export class Bmv2 {
  readonly address: string;
  readonly #process: ChildProcess;

  private constructor(address: string, process: ChildProcess) {
    this.address = address;
    this.#process = process;
  }

  static async start(deviceId: bigint): Promise<Bmv2> {
    const address = `127.0.0.1:${await freePort()}`;
    const options = ["--no-p4", "--device-id", deviceId.toString(), "--log-console", "-L", "off"];
    const ofTarget = ["--grpc-server-addr", address, "--cpu-port", String(controllerPort)];
    const process = spawn("simple_switch_grpc", [...options, "--", ...ofTarget], { stdio: "ignore" });
    await once(process, "spawn");
    await answering(address);
    return new Bmv2(address, process);
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await ended;
  }
}

/** Resolves when something listens. */
async function answering(address: string): Promise<void> {
  const port = Number(address.split(":")[1]);
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return;
    } catch {
      await sleep(100);
    } finally {
      socket.destroy();
    }
  }
  throw new Error("simple_switch_grpc does not listen");
}
