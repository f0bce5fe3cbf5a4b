import { P4RuntimeError } from "p4runtime-js-grpc/errors";
import { p4info } from "p4runtime-js-grpc/messages";
import type { RegisterEntry, Update } from "p4runtime-js-grpc/values";
import { seededRandom } from "../../../src/base/index.js";
import { Switch, SwitchPipeline } from "../../../src/switch/index.js";
import { ManualTime } from "../../switch/support/manual-time.js";
import type { CompiledProgram } from "./artifacts.js";

const portsMax = 16;
const cpuPort = 510;

/** An embedded switch with one program, and everything that comes out of it. */
export class ObservedSwitch {
  readonly #time = new ManualTime();
  readonly #pipeline: SwitchPipeline;
  readonly #target: Switch;
  /** Frames, digests and drops, in order. */
  readonly seen: string[] = [];

  constructor({ p4infoBinary, bmv2Json }: CompiledProgram) {
    this.#target = new Switch({
      clock: this.#time,
      timers: this.#time,
      random: seededRandom(1),
      maxLoops: 20,
      dropped: ({ reason }) => this.seen.push(`dropped: ${reason}`),
      log: (text) => this.seen.push(`log: ${text}`),
    });
    this.#pipeline = new SwitchPipeline(this.#target, { cpuPort });
    const p4info = withoutValueSets(p4infoBinary);
    this.#pipeline.commit({ p4info, deviceConfig: new TextEncoder().encode(bmv2Json) });
    this.#pipeline.listen({
      packetIn: ({ payload }) => this.seen.push(`packet in: ${hex(payload)}`),
      digest: ({ samples }) => this.seen.push(`digest: ${samples.map((sample) => sample.join()).join("; ")}`),
      idleTimeout: () => this.seen.push("idle"),
    });
    for (let port = 0; port < portsMax; port += 1) {
      this.#target.attach(port, { send: (bytes) => this.seen.push(`port ${port}: ${hex(bytes)}`) });
    }
  }

  /** Applies an update; the code of a refusal counts as something seen. */
  apply(update: Update): void {
    try {
      this.#pipeline.apply(update);
    } catch (error) {
      if (!(error instanceof P4RuntimeError)) throw error;
      this.seen.push(`refused: ${error.code}`);
    }
  }

  /** Takes in a frame and lets everything happen that follows from it. */
  receive(port: number, frame: Uint8Array): void {
    this.#target.receive(port, Uint8Array.from(frame));
    this.#time.advance(10_000);
  }

  /** What all cells of all registers hold. */
  registers(): readonly string[] {
    const filter: RegisterEntry = { kind: "registerEntry", register: "" };
    return [...this.#pipeline.read(filter)].map((entry) => JSON.stringify(entry, bigintAsText));
  }
}

/** Value sets stay empty here; the one of a plain number has a key without a name. */
function withoutValueSets(binary: Uint8Array): Uint8Array {
  return p4info.P4Info.encode({ ...p4info.P4Info.decode(binary), valueSets: [] }).finish();
}

function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

/** Bytes as text that tests can show. */
export function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
