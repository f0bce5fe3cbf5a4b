import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { P4RuntimeClient } from "p4runtime-js-grpc";
import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import type { Update } from "p4runtime-js-grpc/values";
import { freePort, listens } from "../../bmv2-env/ports.js";
import { type Conversation, DataPlane, type PortFrame } from "../emit/support/data-plane.js";

const deviceId = 1n;
const answerWithinMs = 3_000;

/** A simple_switch_grpc with a program, whose ports are in our hands. */
export class RealTor {
  readonly #dataPlane: DataPlane;
  readonly #ports: Conversation;
  readonly #stop: () => Promise<void>;

  private constructor(dataPlane: DataPlane, stop: () => Promise<void>) {
    this.#dataPlane = dataPlane;
    this.#ports = dataPlane.converse();
    this.#stop = stop;
  }

  static async start(pipeline: PipelineConfig, updates: readonly Update[]): Promise<RealTor> {
    const [control, data] = [await freePort(), await freePort()];
    const child = spawn("simple_switch_grpc", flags(control, data), { stdio: "ignore" });
    const ended = once(child, "exit");
    const stop = async () => {
      child.kill("SIGKILL");
      await ended;
    };
    try {
      while (!((await listens(control)) && (await listens(data)))) {
        if (child.exitCode !== null) throw new Error(`simple_switch_grpc ended with ${child.exitCode}`);
        await sleep(50);
      }
      await program(`127.0.0.1:${control}`, pipeline, updates);
      return new RealTor(new DataPlane(`127.0.0.1:${data}`, deviceId), stop);
    } catch (error) {
      await stop();
      throw error;
    }
  }

  /** Lets a frame in, and waits until as many have come out as ought to. */
  async receive(arrival: PortFrame, expected: number): Promise<readonly PortFrame[]> {
    this.#ports.send(arrival);
    return this.#ports.take(expected, answerWithinMs);
  }

  async stop(): Promise<void> {
    this.#ports.close();
    this.#dataPlane.close();
    await this.#stop();
  }
}

/** The program gives classes priorities up to 7; a packet with a priority that has no queue is dropped. */
function flags(control: number, data: number): string[] {
  const general = ["--no-p4", "--device-id", `${deviceId}`, "--"];
  const servers = [
    "--grpc-server-addr",
    `127.0.0.1:${control}`,
    "--dp-grpc-server-addr",
    `127.0.0.1:${data}`,
  ];
  return [...general, ...servers, "--cpu-port", "510", "--priority-queues", "8"];
}

async function program(address: string, pipeline: PipelineConfig, updates: readonly Update[]): Promise<void> {
  const client = await P4RuntimeClient.connect({ address, deviceId, electionId: 1n, timeoutMs: 10_000 });
  try {
    await client.becomePrimary();
    await client.setPipeline(pipeline);
    await client.write(updates);
  } finally {
    await client.close();
  }
}
