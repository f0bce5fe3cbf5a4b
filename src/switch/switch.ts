import { CodedError, type Random } from "../base/index.js";
import { compiled } from "./compiler/compiler.js";
import type { EngineFactory } from "./forwarding/engine.js";
import type { Port, SwitchClock, SwitchTimers } from "./forwarding/environment.js";
import { Forwarder } from "./forwarding/forwarder.js";
import { type DropReport, Statistics } from "./forwarding/statistics.js";
import { loadProgram } from "./load/program.js";
import type { Program } from "./model/index.js";
import { readField } from "./phv/access.js";
import { type DigestMessage, DigestState } from "./state/digests.js";
import { ReplicationEngine } from "./state/replication.js";
import { SwitchState } from "./state/state.js";

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
  private readonly startUs: number;
  private loaded: LoadedProgram | undefined;
  /** Takes digests; set by the control plane. */
  onDigest: (message: DigestMessage) => void = () => {};

  constructor(readonly options: SwitchOptions) {
    this.startUs = options.clock.nowUs();
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
    const replication = new ReplicationEngine();
    const state = new SwitchState(program, replication);
    const digests = program.digests.map((definition) => new DigestState(definition, this.digestContext()));
    const { dropPort, random } = { ...DEFAULTS, ...this.options };
    const engine = (this.options.engine ?? compiled)({
      state,
      random,
      dropPort,
      nowUs: () => this.options.clock.nowUs(),
      log: (text) => this.options.log?.(text),
    });
    const forwarder = new Forwarder(program, engine, this.forwarderContext(replication, digests));
    this.loaded?.forwarder.stop();
    for (const digest of this.loaded?.digests ?? []) digest.configure(undefined);
    this.loaded = { program, state, digests, forwarder };
  }

  /** Connects a port, in place of what was connected before. */
  attach(number: number, port: Port): void {
    this.ports.set(number, port);
  }

  detach(number: number): void {
    this.ports.delete(number);
  }

  /** Takes a frame in at a port. The bytes belong to the switch from now on. */
  receive(port: number, bytes: Uint8Array): void {
    if (this.loaded === undefined) this.statistics.drop("noProgram");
    else this.loaded.forwarder.receive(port, bytes);
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
