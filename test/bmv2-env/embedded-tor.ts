import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import type { Update } from "p4runtime-js-grpc/values";
import { seededRandom } from "../../src/base/index.js";
import { Switch, SwitchPipeline } from "../../src/switch/index.js";
import type { PortFrame } from "../emit/support/data-plane.js";
import { ManualTime } from "../switch/support/manual-time.js";

/** Long enough for every loop through the switch. */
const settleUs = 100_000;

/** An embedded switch with a program, whose ports are in our hands. */
export class EmbeddedTor {
  readonly #time = new ManualTime();
  readonly #target: Switch;
  #left: PortFrame[] = [];

  constructor(pipeline: PipelineConfig, updates: readonly Update[], ports: readonly number[]) {
    this.#target = new Switch({ clock: this.#time, timers: this.#time, random: seededRandom(1) });
    const control = new SwitchPipeline(this.#target, { cpuPort: 510 });
    control.commit(pipeline);
    for (const update of updates) control.apply(update);
    for (const port of ports) {
      this.#target.attach(port, {
        send: (frame) => this.#left.push({ port, frame: Uint8Array.from(frame) }),
      });
    }
  }

  /** Lets a frame in, and gives back what comes out. */
  receive({ port, frame }: PortFrame): readonly PortFrame[] {
    this.#target.receive(port, Uint8Array.from(frame));
    this.#time.advance(settleUs);
    const left = this.#left;
    this.#left = [];
    return left;
  }
}
