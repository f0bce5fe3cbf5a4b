import type { ControllerPacket } from "p4runtime-js-grpc/values";
import { assert } from "../../base/index.js";
import { decodeFrame, encodeFrame, type RingWorldHeader } from "../../wire/index.js";
import type { Life, SimNode } from "../kernel/node.js";
import type { Simulation } from "../kernel/simulation.js";
import {
  type ControlMessage,
  diffEntities,
  type FabricPlan,
  RingControl,
  readFilters,
  type SwitchPlan,
} from "./controller-logic.js";
import type { SimSwitch } from "./sim-switch.js";

const pollUs = 2000;
/** The channel to a switch's P4Runtime server: a stream, that loses nothing and keeps the order. */
const channelDelayUs = 100;

/**
 * The controller's own logic in simulated time: it compares what the switches hold with the plan, writes the
 * difference, and lets `RingControl` bring up the ring and watch it. A crash takes away all that it knows.
 */
export class SimController {
  readonly node: SimNode;
  readonly #simulation: Simulation;
  readonly #plan: FabricPlan;
  readonly #switches: ReadonlyMap<string, SimSwitch>;
  readonly #answered: (switchName: string, header: RingWorldHeader) => void;

  /** `answered` is told of every message that a switch sends to its controller. */
  constructor(
    node: SimNode,
    simulation: Simulation,
    plan: FabricPlan,
    switches: ReadonlyMap<string, SimSwitch>,
    answered: (switchName: string, header: RingWorldHeader) => void,
  ) {
    this.node = node;
    this.#simulation = simulation;
    this.#plan = plan;
    this.#switches = switches;
    this.#answered = answered;
  }

  start(): void {
    const life = this.node.start();
    const control = new RingControl(this.#plan, pollUs);
    for (const plan of this.#plan.switches) {
      reconcile(this.#switch(plan.switch), plan);
      this.#listen(life, plan.switch, control);
      this.#send(control.connected(plan.switch));
    }
    const tick = () => {
      this.#send(control.tick(life.clock.nowUs()));
      life.timers.schedule(pollUs, tick);
    };
    life.timers.schedule(pollUs, tick);
  }

  crash(): void {
    this.node.crash();
  }

  #listen(life: Life, name: string, control: RingControl): void {
    const receive = life.guard((header: RingWorldHeader) => this.#send(control.step(name, header)));
    this.#switch(name).pipeline.listen({
      packetIn: (packet) => {
        const decoded = decodeFrame(packet.payload);
        if (!decoded.ok) return;
        this.#answered(name, decoded.frame.ringworld);
        this.#simulation.schedule(channelDelayUs, () => receive(decoded.frame.ringworld));
      },
      digest: () => undefined,
      idleTimeout: () => undefined,
    });
  }

  #send(messages: readonly ControlMessage[]): void {
    for (const message of messages) {
      const { pipeline } = this.#switch(message.switch);
      this.#simulation.schedule(channelDelayUs, () => pipeline.packetOut(packetOut(message)));
    }
  }

  #switch(name: string): SimSwitch {
    const found = this.#switches.get(name);
    assert(found !== undefined, `the world has the switch ${name}`);
    return found;
  }
}

/** Writes what the switch does not yet hold. */
function reconcile({ pipeline }: SimSwitch, plan: SwitchPlan): void {
  const actual = readFilters().flatMap((filter) => [...pipeline.read(filter)]);
  for (const update of diffEntities(plan.entities, actual)) pipeline.apply(update);
}

/** A message for the data plane itself: the egress port 0 leaves it to the program. */
function packetOut({ message }: ControlMessage): ControllerPacket {
  const payload = encodeFrame({
    ethernet: { dst: 0n, src: 0n },
    ipv4: { src: 0, dst: message.destination, dscp: 0 },
    ringworld: message.header,
    payload: message.payload,
  });
  return { payload, metadata: { egress_port: 0n } };
}
