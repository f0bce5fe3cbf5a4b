import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import type { ControllerPacket } from "p4runtime-js-grpc/values";
import { assert } from "../../base/index.js";
import type { Clock, Random, Timers, Transport } from "../../io/index.js";
import type { TorSizes } from "../../programs/tor/sizes.js";
import { Switch, SwitchPipeline } from "../../switch/index.js";
import { type ArtifactSource, sizesName } from "./artifacts.js";
import { controllerPort } from "./controller-logic.js";

/** What a data plane has of the world that it stands in. */
export interface SwitchSurroundings {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly recirculationDelayUs: number;
  packetIn(packet: ControllerPacket): void;
}

/** An embedded switch that goes from world to world: its program is compiled once, and stays warm. */
export class StockedSwitch {
  readonly dataPlane: Switch;
  readonly pipeline: SwitchPipeline;
  readonly #ports = new Set<number>();
  #surroundings: SwitchSurroundings;

  constructor(artifact: PipelineConfig, surroundings: SwitchSurroundings) {
    this.#surroundings = surroundings;
    const now = () => this.#surroundings;
    this.dataPlane = new Switch({
      clock: { nowUs: () => now().clock.nowUs() },
      timers: { schedule: (delayUs, act) => now().timers.schedule(delayUs, act) },
      random: { nextUint32: () => now().random.nextUint32() },
      get recirculationDelayUs() {
        return now().recirculationDelayUs;
      },
    });
    this.pipeline = new SwitchPipeline(this.dataPlane, { cpuPort: controllerPort });
    this.pipeline.commit(artifact);
    this.pipeline.listen({
      packetIn: (packet) => now().packetIn(packet),
      digest: () => undefined,
      idleTimeout: () => undefined,
    });
  }

  /** Plugs a cable into a port. */
  connect(port: number, end: Transport): void {
    this.#ports.add(port);
    this.dataPlane.attach(port, { send: (frame) => end.send(frame) });
  }

  /** Moves the switch into another world, without cables. Tables and registers are the business of who takes it. */
  enter(surroundings: SwitchSurroundings): void {
    this.#surroundings = surroundings;
    this.dataPlane.losePackets();
    for (const port of this.#ports) this.dataPlane.detach(port);
    this.#ports.clear();
  }
}

/**
 * Switches for worlds, compiled once for each sizes and used again: compiling the program takes as long as a small
 * world lives, and fresh code runs slowly. A world gives back what it took when it ends.
 *
 * @example const stock = new SwitchStock(torArtifacts(committed));
 */
export class SwitchStock {
  readonly #source: ArtifactSource;
  readonly #artifacts = new Map<string, PipelineConfig>();
  readonly #idle = new Map<string, StockedSwitch[]>();

  constructor(source: ArtifactSource) {
    this.#source = source;
  }

  take(sizes: TorSizes, surroundings: SwitchSurroundings): StockedSwitch {
    const idle = this.#shelf(sizes).pop();
    if (idle === undefined) return new StockedSwitch(this.#artifact(sizes), surroundings);
    idle.enter(surroundings);
    return idle;
  }

  /** Takes back a switch whose tables are empty. */
  giveBack(sizes: TorSizes, item: StockedSwitch): void {
    assert(!this.#shelf(sizes).includes(item), "a switch is given back once");
    this.#shelf(sizes).push(item);
  }

  #shelf(sizes: TorSizes): StockedSwitch[] {
    const name = sizesName(sizes);
    const shelf = this.#idle.get(name) ?? [];
    this.#idle.set(name, shelf);
    return shelf;
  }

  #artifact(sizes: TorSizes): PipelineConfig {
    const name = sizesName(sizes);
    const artifact = this.#artifacts.get(name) ?? this.#source(sizes);
    this.#artifacts.set(name, artifact);
    return artifact;
  }
}
