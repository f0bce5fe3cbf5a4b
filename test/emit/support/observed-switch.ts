import { P4RuntimeError } from "p4runtime-js-grpc/errors";
import type { Entity, RegisterEntry, Update } from "p4runtime-js-grpc/values";
import { seededRandom } from "../../../src/base/index.js";
import { type EngineFactory, Switch, SwitchPipeline } from "../../../src/switch/index.js";
import { ManualTime } from "../../switch/support/manual-time.js";
import type { CompiledProgram } from "./artifacts.js";
import type { PortFrame } from "./data-plane.js";
import type { ScriptSwitch } from "./run-script.js";

/** Every port that BMv2 has, but the one that drops. */
const portsMax = 511;
const cpuPort = 510;
/** Long enough for every loop through the switch. */
const settleUs = 100_000;

export interface ObservedSwitchOptions {
  readonly engine?: EngineFactory;
  /** A packet that loops more often is dropped. */
  readonly maxLoops?: number;
}

/** An embedded switch with one program, and everything that comes out of it. */
export class ObservedSwitch implements ScriptSwitch {
  readonly hasRegisters = true;
  readonly #time = new ManualTime();
  readonly #pipeline: SwitchPipeline;
  readonly #target: Switch;
  /** Frames, digests and drops, in order. */
  readonly seen: string[] = [];
  #sent: PortFrame[] = [];
  #digests: (readonly bigint[])[] = [];
  #log: string[] = [];

  constructor({ p4infoBinary, bmv2Json }: CompiledProgram, options: ObservedSwitchOptions = {}) {
    this.#target = new Switch({
      clock: this.#time,
      timers: this.#time,
      random: seededRandom(1),
      dropped: ({ reason }) => this.seen.push(`dropped: ${reason}`),
      log: (text) => this.#logged(text),
      ...options,
    });
    this.#pipeline = new SwitchPipeline(this.#target, { cpuPort });
    this.#pipeline.commit({ p4info: p4infoBinary, deviceConfig: new TextEncoder().encode(bmv2Json) });
    this.#pipeline.listen({
      packetIn: () => {},
      digest: ({ samples }) => this.#learned(samples),
      idleTimeout: () => this.seen.push("idle"),
    });
    for (let port = 0; port < portsMax; port += 1) {
      this.#target.attach(port, { send: (bytes) => this.#left({ port, frame: Uint8Array.from(bytes) }) });
    }
  }

  #left(frame: PortFrame): void {
    this.#sent.push(frame);
    this.seen.push(showFrame(frame));
  }

  #learned(samples: readonly (readonly bigint[])[]): void {
    this.#digests.push(...samples);
    this.seen.push(`digest: ${samples.map((sample) => sample.join()).join("; ")}`);
  }

  #logged(text: string): void {
    this.#log.push(text);
    this.seen.push(`log: ${text}`);
  }

  /** Applies an update, and throws the refusal. */
  write(update: Update): void {
    this.#pipeline.apply(update);
  }

  /** Applies an update; the code of a refusal counts as something seen. */
  apply(update: Update): void {
    try {
      this.write(update);
    } catch (error) {
      if (!(error instanceof P4RuntimeError)) throw error;
      this.seen.push(`refused: ${error.code}`);
    }
  }

  /** Takes in a frame and lets everything happen that follows from it. */
  exchange({ port, frame }: PortFrame): readonly PortFrame[] {
    this.#sent = [];
    this.#target.receive(port, Uint8Array.from(frame));
    this.#time.advance(settleUs);
    return this.#sent;
  }

  read(filter: Entity): Iterable<Entity> {
    return this.#pipeline.read(filter);
  }

  takeDigests(): readonly (readonly bigint[])[] {
    return this.#digests.splice(0);
  }

  takeLog(): readonly string[] {
    return this.#log.splice(0);
  }

  /** What all cells of all registers hold. */
  registers(): readonly string[] {
    const filter: RegisterEntry = { kind: "registerEntry", register: "" };
    return [...this.read(filter)].map(showEntity);
  }
}

/** An entity as text that tests can compare and show. */
export function showEntity(entity: Entity): string {
  return JSON.stringify(entity, (_, value) => (typeof value === "bigint" ? value.toString() : value));
}

/** A frame as text that tests can compare and show. */
export function showFrame({ port, frame }: PortFrame): string {
  return `port ${port}: ${hex(frame)}`;
}

/** Bytes as text that tests can show. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
