import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import { assert, CodedError } from "../../src/base/index.js";
import type { Cancel, Clock, Timers } from "../../src/io/index.js";
import type { Fabric } from "../fabric/model.js";
import { planFabric, type SwitchPlan } from "../plan/plan.js";
import type { Reconciliation } from "../reconcile/reconcile.js";
import { type ControlMessage, RingControl } from "../ring/ring-control.js";
import type { RingSnapshot } from "../ring/snapshot.js";
import type { Connect } from "./connection.js";
import { messageOf, packetOutOf } from "./control-packets.js";
import { SwitchAgent } from "./switch-agent.js";

/** Something that happened, for a log. */
export type ControllerEvent =
  | { readonly kind: "connected"; readonly switch: string; readonly done: Reconciliation }
  | { readonly kind: "disconnected"; readonly switch: string; readonly reason: string };

export interface ControllerOptions {
  readonly fabric: Fabric;
  /** The switch program: P4Info (binary) and BMv2 JSON. */
  readonly pipeline: PipelineConfig;
  /** `host:port` of the P4Runtime server of each switch, by name. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly connect: Connect;
  readonly clock: Clock;
  readonly timers: Timers;
  /** View number, from 1. */
  readonly view?: number;
  readonly onEvent?: (event: ControllerEvent) => void;
}

const pollUs = 100_000;
const retryUs = 500_000;

/**
 * The controller of a fabric: keeps every switch connected, its tables as planned, and the ring running.
 *
 * @example
 * const controller = new Controller({ fabric, pipeline, addresses, connect: p4RuntimeConnect(), clock, timers });
 * controller.start();
 * await controller.serving(10_000_000);
 */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #control: RingControl;
  readonly #agents: ReadonlyMap<string, SwitchAgent>;
  #cancelTick: Cancel | undefined;
  #closed = false;

  /** @throws CodedError `PLAN-LIMIT` */
  constructor(options: ControllerOptions) {
    this.#options = options;
    const plan = planFabric(options.fabric, options.view ?? 1);
    this.#control = new RingControl(plan, pollUs);
    this.#agents = new Map(plan.switches.map((item) => [item.switch, this.#agentOf(item)]));
  }

  start(): void {
    for (const agent of this.#agents.values()) agent.start();
    this.#scheduleTick();
  }

  /** What is known of the ring now. */
  snapshot(): RingSnapshot {
    return this.#control.snapshot();
  }

  /**
   * Resolves when every switch is ready and the token goes round.
   *
   * @throws CodedError `CONTROLLER-NOT-SERVING` when that has not come about in time; it says which switches are why
   */
  async serving(timeoutUs: number): Promise<void> {
    const deadlineUs = this.#options.clock.nowUs() + timeoutUs;
    while (!this.snapshot().serving) {
      if (this.#closed || this.#options.clock.nowUs() >= deadlineUs) throw notServing(this.snapshot());
      await new Promise<void>((resolve) => this.#options.timers.schedule(pollUs / 10, resolve));
    }
  }

  /** Leaves the switches as they are, and resolves when no connection is left. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTick?.();
    await Promise.all([...this.#agents.values()].map((agent) => agent.close()));
  }

  #agentOf(plan: SwitchPlan): SwitchAgent {
    const { fabric, addresses, pipeline, connect, timers } = this.#options;
    const name = plan.switch;
    const description = fabric.switches.find((item) => item.name === name);
    const address = addresses.get(name);
    assert(description !== undefined && address !== undefined, `the switch ${name} has an address`);
    const target = { name, address, deviceId: description.deviceId };
    return new SwitchAgent(
      { target, plan, pipeline, connect, timers, retryUs },
      {
        connected: (done) => {
          this.#send(this.#control.connected(name));
          this.#options.onEvent?.({ kind: "connected", switch: name, done });
        },
        disconnected: (reason) => {
          this.#control.disconnected(name, reason);
          this.#options.onEvent?.({ kind: "disconnected", switch: name, reason });
        },
        packetIn: (packet) => {
          const header = messageOf(packet);
          if (header !== undefined) this.#send(this.#control.step(name, header));
        },
      },
    );
  }

  #scheduleTick(): void {
    this.#cancelTick = this.#options.timers.schedule(pollUs, () => {
      this.#send(this.#control.tick(this.#options.clock.nowUs()));
      this.#scheduleTick();
    });
  }

  #send(messages: readonly ControlMessage[]): void {
    for (const { switch: name, message } of messages) this.#agents.get(name)?.packetOut(packetOutOf(message));
  }
}

function notServing({ switches }: RingSnapshot): CodedError {
  const waiting = switches.filter(({ state }) => state !== "ready");
  const reasons = waiting.map(
    ({ name, state, problem }) => `${name} is ${state}${problem ? ` (${problem})` : ""}`,
  );
  return new CodedError({
    code: "CONTROLLER-NOT-SERVING",
    message: reasons.length > 0 ? reasons.join(", ") : "the token does not come round",
    help: "Check that every switch runs and can be reached, and that the ring's links are up.",
  });
}
