import { readFileSync } from "node:fs";
import path from "node:path";
import { P4RuntimeServer } from "p4runtime-js-grpc";
import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import { EdgeControl, type EdgeStatus, p4RuntimeConnect, parseStore } from "../../controller/index.js";
import { emitArtifacts } from "../../src/emit/index.js";
import { eventLoopTimers, monotonicClock, systemRandom } from "../../src/io/node/index.js";
import { dscp } from "../../src/programs/index.js";
import { Switch, SwitchPipeline } from "../../src/switch/index.js";
import { root } from "./checkout.js";

const { p4infoBinary, bmv2Json } = emitArtifacts(dscp.ir);
const pipeline: PipelineConfig = { p4info: p4infoBinary, deviceConfig: new TextEncoder().encode(bmv2Json) };

export const farStore = readFileSync(path.join(root, "controller/stores/two-sites-far.yaml"), "utf8");

interface Running {
  readonly dataPlane: Switch;
  readonly server: P4RuntimeServer;
}

/** The edges of a store, each behind a real P4Runtime server, and their controller. */
export class EdgeWorld {
  readonly states: EdgeStatus[] = [];
  readonly #network = parseStore(farStore, "store.yaml").network;
  readonly #running = new Map<string, Running>();
  readonly #addresses = new Map<string, string>();
  #control: EdgeControl | undefined;

  async start(): Promise<EdgeControl> {
    for (const { site } of this.#network?.edges ?? []) await this.startEdge(site);
    return this.control();
  }

  /** A controller that knows nothing of the ones before. */
  control(): EdgeControl {
    if (this.#network === undefined) throw new Error("the store has links");
    const control = new EdgeControl({
      network: this.#network,
      pipeline,
      addresses: this.#addresses,
      connect: p4RuntimeConnect(),
      timers: eventLoopTimers,
      onState: (status) => this.states.push(status),
    });
    this.#control = control;
    control.start();
    return control;
  }

  /** Starts an edge without a program; one that ran before keeps its address. */
  async startEdge(site: string): Promise<void> {
    const deviceId = this.#network?.edges.find((edge) => edge.site === site)?.deviceId ?? 0n;
    const dataPlane = new Switch({ clock: monotonicClock, timers: eventLoopTimers, random: systemRandom() });
    const server = new P4RuntimeServer(new Map([[deviceId, new SwitchPipeline(dataPlane, {})]]));
    const port = Number(this.#addresses.get(site)?.split(":")[1] ?? 0);
    const bound = await server.listen({ host: "127.0.0.1", port });
    this.#addresses.set(site, `127.0.0.1:${bound}`);
    this.#running.set(site, { dataPlane, server });
  }

  async stopEdge(site: string): Promise<void> {
    await this.#running.get(site)?.server.close();
  }

  dataPlane(site: string): Switch {
    const found = this.#running.get(site);
    if (found === undefined) throw new Error(`no edge of ${site}`);
    return found.dataPlane;
  }

  async stop(): Promise<void> {
    await this.#control?.close();
    for (const { server } of this.#running.values()) await server.close();
  }
}
