import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import type { Random, Transport } from "../../io/index.js";
import { outgoing } from "../../ringworld/index.js";
import { Switch, SwitchPipeline } from "../../switch/index.js";
import { encodeFrame } from "../../wire/index.js";
import type { Life, SimNode } from "../kernel/node.js";
import { controllerPort, type FabricSwitch } from "./controller-logic.js";

/** An embedded switch on simulated time: the committed artifact, its control plane, and its tick generator. */
export class SimSwitch {
  readonly node: SimNode;
  readonly description: FabricSwitch;
  readonly pipeline: SwitchPipeline;
  readonly #dataPlane: Switch;
  readonly #life: Life;

  /** `firstTickUs`: the generators of the switches do not tick in step. */
  constructor(
    node: SimNode,
    description: FabricSwitch,
    artifact: PipelineConfig,
    random: Random,
    firstTickUs: number,
  ) {
    this.node = node;
    this.description = description;
    this.#life = node.start();
    this.#dataPlane = new Switch({
      clock: this.#life.clock,
      timers: this.#life.timers,
      random,
      recirculationDelayUs: description.recirculationDelayUs,
    });
    this.pipeline = new SwitchPipeline(this.#dataPlane, { cpuPort: controllerPort });
    this.pipeline.commit(artifact);
    this.#life.timers.schedule(firstTickUs, () => this.#tick());
  }

  /** Plugs a cable into a port. */
  connect(port: number, end: Transport): void {
    this.#dataPlane.attach(port, { send: (frame) => end.send(frame) });
    end.onFrame(this.#life.guard((frame: Uint8Array) => this.#dataPlane.receive(port, frame)));
  }

  #tick(): void {
    this.#dataPlane.receive(this.description.generatorPort, tickFrame());
    this.#life.timers.schedule(this.description.tickUs, () => this.#tick());
  }
}

/** What a packet generator sends: a message that says only that time has passed. */
function tickFrame(): Uint8Array {
  return encodeFrame({
    ethernet: { dst: 0n, src: 0n },
    ipv4: { src: 0, dst: 0, dscp: 0 },
    ringworld: outgoing(0, "tick", {}).header,
    payload: new Uint8Array(0),
  });
}
