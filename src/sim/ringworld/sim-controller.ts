import type { ControllerPacket } from "p4runtime-js-grpc/values";
import { assert, CodedError, type Random, randomUint64 } from "../../base/index.js";
import { decodeFrame, encodeFrame } from "../../wire/index.js";
import type { Life, SimNode } from "../kernel/node.js";
import type { Simulation } from "../kernel/simulation.js";
import {
  type ControlMessage,
  type Fabric,
  ViewControl,
  type ViewEffect,
  type ViewTiming,
} from "./controller-logic.js";
import type { ControllerMessage } from "./options.js";
import type { SimSwitch } from "./sim-switch.js";

/** The channel to a switch's P4Runtime server: a stream, that loses nothing and keeps the order. */
const channelDelayUs = 100;

/** How long it takes to find out that a switch is there again. */
const connectUs = 1000;

/** After that a controller that refused a file is told of it again. */
const retellUs = 1000;

/** How long a switch takes to load a program. */
const loadUs = 300;

/** What the world around a controller is told. */
export interface ControllerObserver {
  /** A switch was loaded anew: it holds nothing but the way to its log servers. */
  prepared(switchName: string): void;
  /** A switch was given the tables of a view. */
  activated(effect: Extract<ViewEffect, { kind: "activate" }>): void;
  /** Stands between the controller's logic and what it does; undefined drops an effect. */
  tamper(effect: ViewEffect): ViewEffect | undefined;
  /** Stands between what arrives and the controller's logic. */
  hear(message: ControllerMessage): ControllerMessage;
}

/** One life of the controller's logic. */
interface Running {
  readonly life: Life;
  readonly control: ViewControl;
  /** The file that it has taken. */
  fabric: Fabric;
}

/**
 * The controller's own logic in simulated time. A crash takes away all that it knows; what it had sent still arrives.
 */
export class SimController {
  readonly node: SimNode;
  readonly #simulation: Simulation;
  #fabric: Fabric;
  readonly #timing: ViewTiming;
  readonly #random: Random;
  readonly #switches: ReadonlyMap<string, SimSwitch>;
  readonly #observer: ControllerObserver;
  /** Switches whose channel is cut. */
  readonly #unreachable = new Set<string>();
  #running: Running | undefined;

  constructor(parts: {
    readonly node: SimNode;
    readonly simulation: Simulation;
    readonly fabric: Fabric;
    readonly timing: ViewTiming;
    readonly random: Random;
    readonly switches: ReadonlyMap<string, SimSwitch>;
    readonly observer: ControllerObserver;
  }) {
    this.node = parts.node;
    this.#simulation = parts.simulation;
    this.#fabric = parts.fabric;
    this.#timing = parts.timing;
    this.#random = parts.random;
    this.#switches = parts.switches;
    this.#observer = parts.observer;
    for (const name of this.#switches.keys()) {
      this.#switch(name).onPacketIn((packet) => this.#packetIn(name, packet));
    }
  }

  /** How many views this life has made; 0 when it is down. */
  get changes(): number {
    return this.#running?.control.changes ?? 0;
  }

  /** Whether the fabric file is in force as it stands, as far as this controller knows. */
  get isSettled(): boolean {
    const running = this.#running;
    return running?.fabric === this.#fabric && running.control.snapshot().layout.isSettled;
  }

  /** From now on the fabric file is another one; who is up is told, who starts reads it. */
  changeFabric(fabric: Fabric): void {
    const known = this.#fabric.switches.map(({ name }) => name);
    this.#fabric = fabric;
    this.#tell(fabric, 0);
    for (const { name } of fabric.switches) if (!known.includes(name)) this.#connect(name);
  }

  /** A controller that has not heard yet how far the log has moved refuses, and is told again. */
  #tell(fabric: Fabric, delayUs: number): void {
    this.#later(delayUs, (running) => {
      if (fabric !== this.#fabric) return;
      try {
        running.control.changeFabric(fabric);
        running.fabric = fabric;
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        this.#tell(fabric, retellUs);
      }
    });
  }

  start(): void {
    const life = this.node.start();
    const control = new ViewControl({
      fabric: this.#fabric,
      timing: this.#timing,
      owner: randomUint64(this.#random),
      nowUs: life.clock.nowUs(),
    });
    this.#running = { life, control, fabric: this.#fabric };
    this.#subscribe(control);
    for (const name of this.#switches.keys()) this.#connect(name);
    const tick = () => {
      control.tick(life.clock.nowUs());
      this.#perform();
      life.timers.schedule(this.#timing.tickUs, tick);
    };
    life.timers.schedule(this.#timing.tickUs, tick);
  }

  /** Fences a log server off, or without a reason lets it in again, if this controller is up and knows it. */
  setFence(server: string, reason: string | undefined): void {
    this.#later(0, ({ control }) => {
      if (control.hosts().some(({ host }) => host.name === server)) control.setFence(server, reason);
    });
  }

  /** Every other client subscribes to one stream only; those who read others have to do without a filter. */
  #subscribe(control: ViewControl): void {
    const clients = this.#fabric.hosts.filter(({ role }) => role !== "log-server");
    for (const [at, { name }] of clients.entries()) if (at % 2 === 0) control.subscribe(name, [1]);
  }

  crash(): void {
    this.node.crash();
    this.#running = undefined;
  }

  /** Cuts or mends the channel to a switch. */
  setReachable(name: string, reachable: boolean): void {
    if (reachable) this.#unreachable.delete(name);
    else this.#unreachable.add(name);
    if (reachable) this.#connect(name);
    else this.#disconnect(name, "the channel is cut");
  }

  /** A switch has started or crashed: its stream begins or ends. */
  switchChanged(name: string): void {
    if (this.#switch(name).node.isUp) this.#connect(name);
    else this.#disconnect(name, "the stream has ended");
  }

  #connect(name: string): void {
    const { lives } = this.#switch(name).node;
    this.#later(connectUs, ({ control }) => {
      const target = this.#switch(name);
      if (!target.node.isUp || target.node.lives !== lives || this.#unreachable.has(name)) return;
      control.connected(name, target.mark);
    });
  }

  #disconnect(name: string, reason: string): void {
    this.#later(channelDelayUs, ({ control }) => control.disconnected(name, reason));
  }

  /** Does something in this life of the controller, a little later, and what it wants done after that. */
  #later(delayUs: number, act: (running: Running) => void): void {
    const running = this.#running;
    if (running === undefined) return;
    this.#simulation.schedule(
      delayUs,
      running.life.guard(() => {
        act(running);
        this.#perform();
      }),
    );
  }

  #packetIn(name: string, packet: ControllerPacket): void {
    const decoded = decodeFrame(packet.payload);
    if (!decoded.ok || this.#unreachable.has(name)) return;
    const { ipv4, ringworld, payload } = decoded.frame;
    const heard = this.#observer.hear({ source: ipv4.src, header: ringworld, payload });
    this.#later(channelDelayUs, ({ control }) => control.step(name, heard.header, heard.payload));
  }

  #perform(): void {
    for (const wanted of this.#running?.control.takeEffects() ?? []) {
      const effect = this.#observer.tamper(wanted);
      if (effect !== undefined) this.#do(effect);
    }
  }

  #do(effect: ViewEffect): void {
    if (effect.kind === "send")
      this.#toSwitch(effect.switch, 0, (target) =>
        target.packetOut(packetOut(effect, target.description.ip)),
      );
    else if (effect.kind === "prepare") this.#prepare(effect);
    else this.#activate(effect);
  }

  #prepare({ switch: name, mark, entities }: Extract<ViewEffect, { kind: "prepare" }>): void {
    this.#toSwitch(name, loadUs, (target) =>
      target.prepare(mark, entities, () => {
        this.#observer.prepared(name);
        this.#later(channelDelayUs, ({ control }) => control.prepared(name, mark));
      }),
    );
  }

  #activate(effect: Extract<ViewEffect, { kind: "activate" }>): void {
    const { mark, plan } = effect;
    this.#toSwitch(plan.switch, 0, (target) =>
      target.activate(mark, plan.entities, (isOfView) => {
        if (isOfView) this.#observer.activated(effect);
        this.#later(channelDelayUs, ({ control }) => {
          if (isOfView) control.activated(plan.switch, mark);
          else control.connected(plan.switch, target.mark);
        });
      }),
    );
  }

  /** What was sent arrives, unless the switch has crashed meanwhile or the channel is cut. */
  #toSwitch(name: string, extraUs: number, act: (target: SimSwitch) => void): void {
    const target = this.#switch(name);
    const { lives } = target.node;
    if (this.#unreachable.has(name)) return;
    this.#simulation.schedule(channelDelayUs + extraUs, () => {
      if (target.node.isUp && target.node.lives === lives) act(target);
    });
  }

  #switch(name: string): SimSwitch {
    const found = this.#switches.get(name);
    assert(found !== undefined, `the world has the switch ${name}`);
    return found;
  }
}

/** A message for the data plane itself: the egress port 0 leaves it to the program. */
function packetOut({ message }: ControlMessage, switchAddress: number): ControllerPacket {
  const payload = encodeFrame({
    ethernet: { dst: 0n, src: 0n },
    ipv4: { src: switchAddress, dst: message.destination, dscp: 0 },
    ringworld: message.header,
    payload: message.payload,
  });
  return { payload, metadata: { egress_port: 0n } };
}
