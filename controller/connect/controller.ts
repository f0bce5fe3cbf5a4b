import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import { assert, CodedError, type Random, randomUint64 } from "../../src/base/index.js";
import type { Cancel, Clock, Timers } from "../../src/io/index.js";
import type { Fabric, FabricSwitch } from "../fabric/model.js";
import { torManaged } from "../reconcile/managed.js";
import type { ControlMessage } from "../ring/ring-control.js";
import type { RingSnapshot } from "../ring/snapshot.js";
import type { HostState } from "../view/host-states.js";
import { type StepTime, StepTimes } from "../view/step-times.js";
import { defaultTiming, type ViewTiming } from "../view/timing.js";
import type { ViewEffect } from "../view/view-change.js";
import { ViewControl } from "../view/view-control.js";
import { viewOfMark } from "../view/view-mark.js";
import type { Connect } from "./connection.js";
import { messageOf, packetOutOf } from "./control-packets.js";
import { type RefusedPackets, refusedPacketsFilter, refusedPacketsIn } from "./refused-packets.js";
import { SwitchAgent } from "./switch-agent.js";

/** Something that happened, for a log. */
export type ControllerEvent =
  /** A switch can be written to; `view` is the one for which it was loaded, 0 for none. */
  | { readonly kind: "connected"; readonly switch: string; readonly view: number }
  | { readonly kind: "disconnected"; readonly switch: string; readonly reason: string }
  /** A view has begun to serve: made by this controller, or found. */
  | {
      readonly kind: "serving";
      readonly view: number;
      readonly ring: readonly string[];
      /** Log servers that take its entries. */
      readonly servers: readonly string[];
      readonly reason: string;
      /** What led to it, and how long that took: from the end of the view before it, or from the controller's start. */
      readonly steps: readonly StepTime[];
    };

export interface ControllerOptions {
  readonly fabric: Fabric;
  /** The switch program: P4Info (binary) and BMv2 JSON. */
  readonly pipeline: PipelineConfig;
  /** `host:port` of the P4Runtime server of each switch, by name. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly connect: Connect;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Names this life of the controller: two lives must not draw the same number. */
  readonly random: Random;
  readonly timing?: ViewTiming;
  readonly onEvent?: (event: ControllerEvent) => void;
}

/** What may be ruled for the hosts of a fabric. */
export interface HostDesk {
  all(): readonly HostState[];
  /**
   * Fences a host off at its switch; without a reason, lifts its fence.
   *
   * @throws CodedError `HOST-UNKNOWN`
   */
  setFence(name: string, reason: string | undefined): void;
  /**
   * Sets the streams to which a host subscribes.
   *
   * @throws CodedError `HOST-UNKNOWN`
   */
  subscribe(name: string, streams: readonly number[]): void;
}

const reconnectUs = 200_000;

/** How long counters are waited for. */
const countersUs = 500_000;

/**
 * The controller of a fabric: keeps every switch connected, finds or makes the view in which the log is served, and
 * makes a new one when something has failed or is back (docs/PROTOCOL.md, Views).
 *
 * @example
 * const controller = new Controller({ fabric, pipeline, addresses, connect: p4RuntimeConnect(), clock, timers, random });
 * controller.start();
 * await controller.serving(10_000_000);
 */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #timing: ViewTiming;
  readonly #control: ViewControl;
  readonly #agents = new Map<string, SwitchAgent>();
  #fabric: Fabric;
  /** Connections to switches that have left, as they end. */
  readonly #leaving: Promise<void>[] = [];
  readonly #refused = new Map<string, RefusedPackets>();
  readonly #steps = new StepTimes();
  #servedView = 0;
  #cancelTick: Cancel | undefined;
  #closed = false;

  constructor(options: ControllerOptions) {
    const { fabric, clock, random, timing = defaultTiming } = options;
    this.#options = options;
    this.#timing = timing;
    this.#control = new ViewControl({ fabric, timing, owner: randomUint64(random), nowUs: clock.nowUs() });
    this.#fabric = fabric;
    for (const each of fabric.switches) {
      this.#agents.set(each.name, this.#agentOf(each, options.addresses.get(each.name)));
    }
  }

  start(): void {
    for (const agent of this.#agents.values()) agent.start();
    this.#scheduleTick();
  }

  /**
   * Takes another fabric while it is served; `addresses` are those of its switches.
   *
   * @throws CodedError `LOG-LAYOUT` when the log is not where the fabric looks for it; then nothing has changed
   */
  changeFabric(fabric: Fabric, addresses: ReadonlyMap<string, string>): void {
    this.#tell(() => this.#control.changeFabric(fabric));
    this.#fabric = fabric;
    for (const [name, agent] of this.#agents) {
      if (fabric.switches.some((each) => each.name === name)) continue;
      this.#agents.delete(name);
      this.#leaving.push(agent.close());
    }
    for (const each of fabric.switches.filter(({ name }) => !this.#agents.has(name))) {
      const agent = this.#agentOf(each, addresses.get(each.name));
      this.#agents.set(each.name, agent);
      agent.start();
    }
  }

  /** Whether the log is served as the fabric says that was taken last, with all of `newcomers` in the view. */
  isSettled(newcomers: readonly string[]): boolean {
    const { serving, layout, switches } = this.snapshot();
    const members = [
      ...switches.filter(({ state }) => state === "ready").map(({ name }) => name),
      ...this.#control.servers,
    ];
    return serving && layout.isSettled && newcomers.every((name) => members.includes(name));
  }

  /** What is known of the ring now. */
  snapshot(): RingSnapshot {
    return this.#control.snapshot();
  }

  /** What the data planes have refused, by the name of the switch; of one that is slow to answer, what it told last. */
  async refused(): Promise<ReadonlyMap<string, RefusedPackets>> {
    const asked = [...this.#agents].map(async ([name, agent]) => {
      const found = await agent.read([refusedPacketsFilter]);
      if (found !== undefined) this.#refused.set(name, refusedPacketsIn(found));
    });
    const tooLate = new Promise<void>((resolve) => this.#options.timers.schedule(countersUs, resolve));
    await Promise.race([Promise.all(asked), tooLate]);
    return new Map([...this.#refused].filter(([name]) => this.#agents.has(name)));
  }

  /** The hosts of the fabric: who is fenced off, and who subscribes to what. */
  readonly hosts: HostDesk = {
    all: () => this.#control.hosts(),
    setFence: (name, reason) => this.#tell(() => this.#control.setFence(name, reason)),
    subscribe: (name, streams) => this.#tell(() => this.#control.subscribe(name, streams)),
  };

  /**
   * Resolves when a view is served: every switch of it is ready and the token goes round.
   *
   * @throws CodedError `LOG-LAYOUT` when the fabric file does not fit the log, and `CONTROLLER-NOT-SERVING` when no view
   * has come about in time; it says which switches are why
   */
  async serving(timeoutUs: number): Promise<void> {
    const deadlineUs = this.#options.clock.nowUs() + timeoutUs;
    while (!this.snapshot().serving) {
      const { problem } = this.#control;
      if (problem !== undefined) throw problem;
      if (this.#closed || this.#options.clock.nowUs() >= deadlineUs) throw notServing(this.snapshot());
      await new Promise<void>((resolve) => this.#options.timers.schedule(this.#timing.tickUs, resolve));
    }
  }

  /** Leaves the switches as they are, and resolves when no connection is left. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTick?.();
    await Promise.all([...this.#leaving, ...[...this.#agents.values()].map((agent) => agent.close())]);
  }

  #agentOf({ name, deviceId }: FabricSwitch, address: string | undefined): SwitchAgent {
    const { pipeline, connect, timers, onEvent } = this.#options;
    assert(address !== undefined, `the switch ${name} has an address`);
    const target = { name, address, deviceId };
    let isTold = false;
    return new SwitchAgent(
      { target, pipeline, managed: torManaged, connect, timers, retryUs: reconnectUs },
      {
        connected: (mark) => {
          this.#tell(() => this.#control.connected(name, mark));
          isTold = false;
          onEvent?.({ kind: "connected", switch: name, view: viewOfMark(mark) });
        },
        disconnected: (reason) => {
          this.#tell(() => this.#control.disconnected(name, reason));
          // One that stays away is news once.
          if (!isTold) onEvent?.({ kind: "disconnected", switch: name, reason });
          isTold = true;
        },
        prepared: (mark) => this.#tell(() => this.#control.prepared(name, mark)),
        activated: (mark) => this.#tell(() => this.#control.activated(name, mark)),
        packetIn: (packet) => {
          const answer = messageOf(packet);
          if (answer === undefined) return;
          this.#tell(() => this.#control.step(name, answer.header, answer.payload));
        },
      },
    );
  }

  #scheduleTick(): void {
    this.#cancelTick = this.#options.timers.schedule(this.#timing.tickUs, () => {
      this.#tell(() => this.#control.tick(this.#options.clock.nowUs()));
      this.#announce();
      this.#scheduleTick();
    });
  }

  /** Tells the core something, and does what it wants done. */
  #tell(act: () => void): void {
    act();
    for (const effect of this.#control.takeEffects()) this.#do(effect);
    this.#steps.note(this.#control.timedStep, this.#options.clock.nowUs());
  }

  /** Tells of a view once it serves. */
  #announce(): void {
    const { serving, view, order } = this.snapshot();
    if (!serving || view === this.#servedView) return;
    this.#servedView = view;
    this.#steps.served(this.#options.clock.nowUs());
    const { reason, servers } = this.#control;
    const steps = this.#steps.done;
    this.#options.onEvent?.({ kind: "serving", view, ring: order, servers, reason, steps });
  }

  #sendInto({ switch: name, message }: ControlMessage): void {
    const target = this.#fabric.switches.find((each) => each.name === name);
    if (target !== undefined) this.#agents.get(name)?.packetOut(packetOutOf(message, target.ip));
  }

  #do(effect: ViewEffect): void {
    if (effect.kind === "send") this.#sendInto(effect);
    else if (effect.kind === "prepare")
      this.#agents.get(effect.switch)?.prepare(effect.mark, effect.entities);
    else this.#agents.get(effect.plan.switch)?.activate(effect.mark, effect.plan.entities);
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
    help: "A view needs a majority of every replica set, and switches that ring links join: check that they run.",
  });
}
