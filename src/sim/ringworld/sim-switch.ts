import type { ControllerPacket, Entity } from "p4runtime-js-grpc/values";
import { ByteSlab } from "../../base/index.js";
import type { Random, Timers, Transport } from "../../io/index.js";
import { tickFrame } from "../../ringworld/index.js";
import type { Life, SimNode } from "../kernel/node.js";
import { diffEntities, type FabricSwitch } from "./controller-logic.js";
import type { SimulationOptions, Tampering } from "./options.js";
import type { StockedSwitch } from "./switch-stock.js";
import { beginCounters, fromSwitch, markAtStart, toSwitch } from "./world-start.js";

const tick = tickFrame();
const slab = new ByteSlab();

/** Sees what a switch sends to its controllers. */
export type PacketInListener = (packet: ControllerPacket) => void;

/**
 * An embedded switch on simulated time: the committed artifact, its control plane, and its tick generator. A crash
 * loses all tables and registers, and what is on its way inside.
 */
export class SimSwitch {
  readonly node: SimNode;
  readonly description: FabricSwitch;
  readonly #options: SimulationOptions;
  readonly #device: StockedSwitch;
  readonly #firstTickUs: number;
  readonly #listeners: PacketInListener[] = [];
  #handled: (frame: Uint8Array) => void = () => {};
  #life: Life;
  /** Takes a frame in at a port while this life lasts. */
  #arrives: (port: number, frame: Uint8Array) => void;
  #mark: bigint;
  /** What was written since the program was loaded. */
  #entities: readonly Entity[] = [];

  /** `firstTickUs`: the generators of the switches do not tick in step. */
  constructor(
    node: SimNode,
    description: FabricSwitch,
    options: SimulationOptions,
    random: Random,
    firstTickUs: number,
  ) {
    this.node = node;
    this.description = description;
    this.#options = options;
    this.#firstTickUs = firstTickUs;
    this.#mark = markAtStart(options.start);
    this.#life = node.start();
    this.#arrives = this.#arrivals();
    const { clock } = this.#life;
    const timers: Timers = { schedule: (delayUs, act) => this.#life.timers.schedule(delayUs, act) };
    const { recirculationDelayUs } = description;
    const packetIn = (packet: ControllerPacket) => {
      const shown = fromSwitch(packet, options.start);
      for (const listener of this.#listeners) listener(shown);
    };
    this.#device = options.stock.take(options.sizes, {
      clock,
      timers,
      random,
      recirculationDelayUs,
      packetIn,
    });
    this.#clearRegisters();
    this.#tickLater(firstTickUs);
  }

  /** Plugs a cable into a port. */
  connect(port: number, end: Transport): void {
    this.#device.connect(port, end);
    end.onFrame((frame: Uint8Array) => this.#arrives(port, frame));
  }

  /** Sets the one who is told of every frame of a cable that the switch has handled: what it makes of it has left. */
  onHandled(handled: (frame: Uint8Array) => void): void {
    this.#handled = handled;
  }

  /** Every controller hears everything: which of them is primary is for P4Runtime, not for safety. */
  onPacketIn(listener: PacketInListener): void {
    this.#listeners.push(listener);
  }

  /** Starts the switch again, with nothing in it. */
  start(): void {
    this.#life = this.node.start();
    this.#arrives = this.#arrivals();
    if (this.#tampered === "keepMark") this.#clearRegisters();
    else this.#clear();
    this.#tickLater(this.#firstTickUs);
  }

  crash(): void {
    this.node.crash();
    this.#device.dataPlane.losePackets();
  }

  /** Ends the switch with its world; another world may have the device. */
  giveBack(): void {
    const { stock, sizes } = this.#options;
    this.#clear();
    stock.giveBack(sizes, this.#device);
  }

  #arrivals(): (port: number, frame: Uint8Array) => void {
    return this.#life.guard((port, frame) => this.#receive(port, frame));
  }

  get #tampered(): Tampering["switches"] {
    return this.#options.tampering?.switches;
  }

  /** What the cookie of the pipeline says; 0 for a switch that was told nothing. */
  get mark(): bigint {
    return this.#mark;
  }

  /** Loads the program anew with a mark and writes the first entries; `done` is told unless the switch is down. */
  prepare(mark: bigint, entities: readonly Entity[], done: () => void): void {
    this.#life.guard(() => {
      this.#clear();
      this.#mark = mark;
      this.#write(entities);
      done();
    })();
  }

  /** Writes what the switch does not hold yet; `done` is told whether it has that mark at all. */
  activate(mark: bigint, entities: readonly Entity[], done: (isOfView: boolean) => void): void {
    this.#life.guard(() => {
      if (this.#mark === mark) this.#write(entities);
      done(this.#mark === mark);
    })();
  }

  packetOut(packet: ControllerPacket): void {
    this.#life.guard(() => this.#device.pipeline.packetOut(toSwitch(packet, this.#options.start)))();
  }

  #receive(port: number, frame: Uint8Array): void {
    this.#device.dataPlane.receive(port, frame);
    this.#handled(frame);
  }

  #write(entities: readonly Entity[]): void {
    for (const update of diffEntities(entities, this.#entities)) this.#device.pipeline.apply(update);
    this.#entities = entities;
  }

  /** What loading a program does: tables and registers are empty. The program itself is always the same. */
  #clear(): void {
    this.#mark = 0n;
    this.#write([]);
    for (const table of this.#device.dataPlane.running.state.tables)
      table.setDefault(table.table.defaultCall);
    if (this.#tampered !== "keepRegisters") this.#clearRegisters();
  }

  #clearRegisters(): void {
    const { state } = this.#device.dataPlane.running;
    for (const { words } of state.registers) words.fill(0);
    beginCounters(state, this.#options.start);
  }

  #tickLater(delayUs: number): void {
    this.#life.timers.schedule(delayUs, () => {
      this.#device.dataPlane.receive(this.description.generatorPort, slab.copy(tick));
      this.#tickLater(this.description.tickUs);
    });
  }
}
