import { CodedError, type Random } from "../base/index.js";
import { compiled } from "./compiler/compiler.js";
import { readCounters, type SwitchCounters } from "./counters.js";
import type { EngineEnvironment, EngineFactory } from "./forwarding/engine.js";
import type { Port, SwitchClock, SwitchTimers } from "./forwarding/environment.js";
import { type Engines, Forwarder } from "./forwarding/forwarder.js";
import type { Packet } from "./forwarding/packet.js";
import { type DropReport, Statistics } from "./forwarding/statistics.js";
import { interpreter } from "./interpreter/interpreter.js";
import { loadProgram } from "./load/program.js";
import type { Program } from "./model/index.js";
import { readField } from "./phv/access.js";
import type { LinkSettings } from "./queueing/link-settings.js";
import { Links } from "./queueing/links.js";
import { type DigestMessage, DigestState } from "./state/digests.js";
import { ReplicationEngine } from "./state/replication.js";
import { SwitchState } from "./state/state.js";
import type { TraceRecord } from "./trace/events.js";
import { PacketTrace } from "./trace/packet-trace.js";

export interface SwitchOptions {
  readonly clock: SwitchClock;
  readonly timers: SwitchTimers;
  readonly random: Random;
  /** The `egress_spec` that drops. Default 511. */
  readonly dropPort?: number;
  /** Classes of `standard_metadata.priority`: 0 … priorityQueues-1. Default 8. */
  readonly priorityQueues?: number;
  /** How long a packet waits before its third and every further loop. Default 100. */
  readonly recirculationDelayUs?: number;
  /** A packet that loops more often is dropped. Default 10,000 (at 100 µs each, one second). */
  readonly maxLoops?: number;
  /** Packets that may loop or wait for their next loop at one time; more are dropped. Default 16,384. */
  readonly maxLoopingPackets?: number;
  /** Default: the compiled one. */
  readonly engine?: EngineFactory;
  /** Takes lines of `log_msg`. */
  readonly log?: (text: string) => void;
  /** Told of every packet that ends inside the switch. */
  readonly dropped?: (report: DropReport) => void;
}

/** A program at work: its tables and registers, and what moves its packets. */
export interface LoadedProgram {
  readonly program: Program;
  readonly state: SwitchState;
  readonly digests: readonly DigestState[];
  readonly engines: Engines;
  readonly forwarder: Forwarder;
}

const DEFAULTS = {
  dropPort: 511,
  priorityQueues: 8,
  recirculationDelayUs: 100,
  maxLoops: 10_000,
  maxLoopingPackets: 16_384,
};

/**
 * A switch that runs BMv2 JSON with the behaviour of simple_switch.
 *
 * @example
 * const fabric = new Switch({ clock, timers, random });
 * fabric.load(json);
 * fabric.attach(1, { send: (bytes) => console.log(bytes) });
 * fabric.receive(0, frame);
 */
export class Switch {
  readonly statistics = new Statistics();
  private readonly ports = new Map<number, Port>();
  private readonly downPorts = new Set<number>();
  private readonly links: Links<Packet>;
  private readonly startUs: number;
  private loaded: LoadedProgram | undefined;
  private spare: LoadedProgram | undefined;
  /** Takes digests; set by the control plane. */
  onDigest: (message: DigestMessage) => void = () => {};

  constructor(readonly options: SwitchOptions) {
    this.startUs = options.clock.nowUs();
    this.links = new Links({
      clock: options.clock,
      timers: options.timers,
      random: options.random,
      priorityQueues: this.priorityQueues,
      deliver: (port, bytes) => this.deliver(port, bytes),
      wake: () => this.loaded?.forwarder.pump(),
    });
  }

  /** How many classes every port queues. */
  get priorityQueues(): number {
    return this.options.priorityQueues ?? DEFAULTS.priorityQueues;
  }

  /** The program at work, if one is loaded. */
  get current(): LoadedProgram | undefined {
    return this.loaded;
  }

  /** The program at work. @throws CodedError SWITCH-NO-PROGRAM */
  get running(): LoadedProgram {
    if (this.loaded === undefined) {
      throw new CodedError({ code: "SWITCH-NO-PROGRAM", message: "no program is loaded" });
    }
    return this.loaded;
  }

  /**
   * Replaces the program by the one in a BMv2 JSON text; tables, registers, groups and sessions start empty.
   *
   * @throws CodedError SWITCH-… for a text that is refused; the old program then goes on.
   */
  load(json: string): void {
    this.start(loadProgram(json));
  }

  /** The same for a program that is already checked. */
  start(program: Program): void {
    const next = this.spare?.program === program ? this.spare : this.build(program);
    this.spare = undefined;
    this.stop();
    this.loaded = next;
    // A spare has not heard of ports that came and went.
    this.portsChanged();
  }

  /** Builds the program at work once more, so that it begins anew at once when it is started again. */
  prepareSpare(): void {
    if (this.loaded !== undefined) this.spare ??= this.build(this.loaded.program);
  }

  /** A program at work, with nothing in its tables and registers yet. */
  private build(program: Program): LoadedProgram {
    const replication = new ReplicationEngine();
    const state = new SwitchState(program, replication, this.downPorts);
    const digests = program.digests.map((definition) => new DigestState(definition, this.digestContext()));
    const { dropPort, random } = { ...DEFAULTS, ...this.options };
    const environment: EngineEnvironment = {
      state,
      random,
      dropPort,
      nowUs: () => this.options.clock.nowUs(),
      log: (text) => this.options.log?.(text),
    };
    const engines = {
      engine: (this.options.engine ?? compiled)(environment),
      tracing: () =>
        interpreter({
          ...environment,
          observe: (packet, event) => packet.trace?.add(packet.copy, event),
        }),
    };
    const forwarder = new Forwarder(program, engines, this.forwarderContext(replication, digests));
    return { program, state, digests, engines, forwarder };
  }

  /** Loses every packet that is still inside, as a power failure does. The program stays, and so do tables and registers. */
  losePackets(): void {
    const { program, state, digests, engines, forwarder } = this.running;
    forwarder.stop(this.links.clear());
    const context = this.forwarderContext(state.replication, digests);
    this.loaded = { program, state, digests, engines, forwarder: new Forwarder(program, engines, context) };
  }

  /** Ends the program: packets that are still in the switch are dropped, and no timer of theirs starts another. */
  stop(): void {
    const ended = this.loaded;
    this.loaded = undefined;
    ended?.forwarder.stop(this.links.clear());
    for (const digest of ended?.digests ?? []) digest.configure(undefined);
  }

  /** Connects a port, in place of what was connected before. */
  attach(number: number, port: Port): void {
    this.ports.set(number, port);
    if (this.downPorts.delete(number)) this.portsChanged();
  }

  /** Disconnects a port: it is down, and members of action profiles that watch it are not chosen. */
  detach(number: number): void {
    this.ports.delete(number);
    this.downPorts.add(number);
    this.portsChanged();
  }

  private portsChanged(): void {
    for (const profile of this.loaded?.state.profiles ?? []) profile.portsChanged();
  }

  /**
   * Sets the cable behind a port: bit rate, delay, loss, and the queues in front of it. What waits stays when the
   * settings change; without settings the cable is taken away, and packets leave at once again.
   *
   * @example
   * fabric.setLink(1, { rateBps: 10_000_000, delayUs: 5000, queueDepth: 100 });
   *
   * @throws CodedError SWITCH-LINK for a value that no cable can have.
   */
  setLink(port: number, settings: LinkSettings | undefined): void {
    if (settings !== undefined) this.links.set(port, settings);
    else this.loaded?.forwarder.discard(this.links.remove(port));
  }

  /** What has gone through each stage: parser, tables, actions, queues, ports, and why packets were dropped. */
  counters(): SwitchCounters {
    return readCounters(this.loaded, this.statistics, this.links.statistics());
  }

  /**
   * Takes a frame in at a port. The bytes belong to the switch from now on.
   *
   * @returns true when no packet looks at the bytes any more, so that they are the caller's again
   */
  receive(port: number, bytes: Uint8Array): boolean {
    if (this.loaded !== undefined) return this.loaded.forwarder.receive(port, bytes);
    this.statistics.drop("noProgram");
    return true;
  }

  /**
   * Takes a frame in and writes down its way, and that of its copies, step by step. It does to tables, registers
   * and ports what any packet does; it is slow, and others are not slowed.
   *
   * @returns what happened, when the packet and all copies have left or ended
   */
  trace(port: number, bytes: Uint8Array): Promise<readonly TraceRecord[]> {
    const { forwarder } = this.running;
    const { clock } = this.options;
    return new Promise((resolve) => {
      const trace = new PacketTrace(
        () => clock.nowUs() - this.startUs,
        () => resolve(trace.records),
      );
      forwarder.receive(port, bytes, trace);
    });
  }

  /** A frame has reached the end of a cable. */
  private deliver(number: number, bytes: Uint8Array): void {
    const port = this.ports.get(number);
    if (port === undefined) this.statistics.drop("noPort");
    else port.send(bytes);
  }

  private digestContext() {
    return {
      nowUs: () => this.options.clock.nowUs(),
      schedule: (delayUs: number, callback: () => void) => this.options.timers.schedule(delayUs, callback),
      send: (message: DigestMessage) => this.onDigest(message),
    };
  }

  private forwarderContext(replication: ReplicationEngine, digests: readonly DigestState[]) {
    const {
      clock,
      timers,
      dropPort,
      priorityQueues,
      recirculationDelayUs,
      maxLoops,
      maxLoopingPackets,
      dropped,
    } = {
      ...DEFAULTS,
      ...this.options,
    };
    return {
      clock,
      timers,
      statistics: this.statistics,
      ports: this.ports,
      links: this.links,
      replication,
      dropPort,
      priorityQueues,
      recirculationDelayUs,
      maxLoops,
      maxLoopingPackets,
      startUs: this.startUs,
      digest: (id: number, phv: Uint32Array) => {
        const digest = digests.find(({ definition }) => definition.id === id);
        digest?.add(digest.definition.fields.map((field) => readField(phv, field)));
      },
      ...(dropped === undefined ? {} : { dropped }),
    };
  }
}
