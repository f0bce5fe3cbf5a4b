import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { Histogram, seededRandom } from "../../../src/base/index.js";
import { loadArtifacts } from "../../../src/cli/fabric/artifacts.js";
import { eventLoopTimers, keepFreedMemory, monotonicClock } from "../../../src/io/node/index.js";
import { Switch, SwitchPipeline } from "../../../src/switch/index.js";
import { cpuPort } from "../frame/bmv2.js";
import { frameTo } from "./frames.js";
import type { Workload } from "./workloads.js";

const sendsBetweenLooks = 512;

/** The embedded switch in this process, between two ports in memory. */
export class EmbeddedTarget {
  readonly #switch = new Switch({
    clock: monotonicClock,
    timers: eventLoopTimers,
    random: seededRandom(1),
  });
  readonly #inPort: number;
  readonly #frames: readonly Uint8Array[];
  #delivered = 0;

  constructor(workload: Workload, frameBytes: number) {
    keepFreedMemory();
    this.#inPort = workload.inPort;
    this.#frames = workload.destinations.map((address) => frameTo(address, frameBytes));
    const pipeline = new SwitchPipeline(this.#switch, { cpuPort });
    pipeline.commit(loadArtifacts(workload.program));
    for (const entity of workload.entities) {
      const isDefault = entity.kind === "tableEntry" && entity.isDefault;
      pipeline.apply({ type: isDefault ? "modify" : "insert", entity });
    }
    this.#switch.attach(workload.outPort, { send: () => (this.#delivered += 1) });
  }

  /** Packets per second through the switch, as fast as it goes. */
  throughput(seconds: number): number {
    const before = this.#delivered;
    const startMs = performance.now();
    let sent = 0;
    let elapsedMs = 0;
    while (elapsedMs < seconds * 1000) {
      this.#send(sendsBetweenLooks);
      sent += sendsBetweenLooks;
      elapsedMs = performance.now() - startMs;
    }
    if (this.#delivered - before !== sent)
      throw new Error("the embedded switch did not forward every packet");
    return sent / (elapsedMs / 1000);
  }

  /** How long single packets take through an idle switch, until they are handed over; one every millisecond. */
  async latencyUs(packets: number): Promise<Histogram> {
    const histogram = new Histogram();
    for (let packet = 0; packet < packets; packet += 1) {
      await sleep(1);
      const startMs = performance.now();
      this.#send(1);
      histogram.record((performance.now() - startMs) * 1000);
    }
    return histogram;
  }

  #send(packets: number): void {
    const frames = this.#frames;
    for (let packet = 0; packet < packets; packet += 1) {
      const frame = frames[packet % frames.length];
      if (frame !== undefined) this.#switch.receive(this.#inPort, frame);
    }
  }
}
