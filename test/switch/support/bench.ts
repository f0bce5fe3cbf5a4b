import { seededRandom } from "../../../src/base/index.js";
import { type DropReport, Switch, type SwitchOptions } from "../../../src/switch/index.js";
import { ManualTime } from "./manual-time.js";

/** A frame that left the switch. */
export interface Sent {
  readonly port: number;
  readonly bytes: string;
}

/** A switch on a table: every port remembers what it sent, and time stands still until it is moved. */
export class TestBench {
  readonly time = new ManualTime();
  readonly sent: Sent[] = [];
  readonly drops: DropReport[] = [];
  readonly logged: string[] = [];
  readonly target: Switch;

  constructor(json: string, options: Partial<SwitchOptions> = {}, ports = 16) {
    this.target = new Switch({
      clock: this.time,
      timers: this.time,
      random: seededRandom(7),
      log: (text) => this.logged.push(text),
      dropped: (report) => this.drops.push(report),
      ...options,
    });
    for (let port = 0; port < ports; port++) {
      this.target.attach(port, { send: (bytes) => this.sent.push({ port, bytes: toHex(bytes) }) });
    }
    this.target.load(json);
  }

  /** Sends a frame in and gives what came out at once. */
  send(port: number, frame: string): readonly Sent[] {
    const before = this.sent.length;
    this.target.receive(port, fromHex(frame));
    return this.sent.slice(before);
  }

  /** Lets time pass and gives what came out meanwhile. */
  wait(deltaUs: number): readonly Sent[] {
    const before = this.sent.length;
    this.time.advance(deltaUs);
    return this.sent.slice(before);
  }

  register(name: string, index = 0): bigint {
    const array = this.target.running.state.registers.find(({ register }) => register.name === name);
    if (array === undefined) throw new Error(`no register ${name}`);
    return array.read(index);
  }
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replace(/\s/g, ""), "hex"));
}
