import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { loadArtifacts } from "../../../src/cli/fabric/artifacts.js";
import { udpPayloadAt } from "../../../src/wire/index.js";
import { startBmv2, type Target } from "../frame/bmv2.js";
import { type Started, startProcess } from "../frame/processes.js";
import type { Load } from "./sender.js";
import type { Bed } from "./veth.js";
import { destinationsOf, type Workload } from "./workloads.js";

const sender = fileURLToPath(new URL("./sender.js", import.meta.url));

/** The real switch between two cables, with a sender at the end of the first. */
export class Bmv2Target {
  readonly #bed: Bed;
  readonly #switch: Target;
  readonly #sender: Started;

  private constructor(bed: Bed, target: Target, started: Started) {
    this.#bed = bed;
    this.#switch = target;
    this.#sender = started;
  }

  static async start(workload: Workload, bed: Bed): Promise<Bmv2Target> {
    const target = await startBmv2(loadArtifacts(workload.program), [
      { port: workload.inPort, name: bed.near.in },
      { port: workload.outPort, name: bed.near.out },
    ]);
    for (const entity of workload.entities) {
      const isDefault = entity.kind === "tableEntry" && entity.isDefault;
      await target.client.write([{ type: isDefault ? "modify" : "insert", entity }]);
    }
    const args = ["netns", "exec", bed.namespace, process.execPath, sender, ...destinationsOf(workload)];
    const started = startProcess("ip", args, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    await once(started.child, "message");
    return new Bmv2Target(bed, target, started);
  }

  /** Packets per second that come out while `ratePps` go in, without the beginning and the end. */
  async throughput(ratePps: number, frameBytes: number, seconds: number): Promise<number> {
    const load: Load = { ratePps, payloadBytes: frameBytes - udpPayloadAt, seconds };
    const sent = once(this.#sender.child, "message");
    this.#sender.child.send(load);
    await sleep(seconds * 200);
    const [startMs, before] = [performance.now(), this.#bed.sentFrames()];
    await sleep(seconds * 700);
    const [endMs, after] = [performance.now(), this.#bed.sentFrames()];
    await sent;
    await sleep(100);
    return (after - before) / ((endMs - startMs) / 1000);
  }

  async stop(): Promise<void> {
    await this.#sender.stop();
    await this.#switch.stop();
  }
}
