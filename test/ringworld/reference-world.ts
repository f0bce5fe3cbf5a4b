import { BinaryHeap, type Random, randomBelow, seededRandom } from "../../src/base/index.js";
import {
  type ClientConfig,
  ClientCore,
  type ClientEffect,
  LogServerCore,
  type LogServerEffect,
  type OutgoingMessage,
  rackHost,
  recordHeader,
} from "../../src/ringworld/index.js";
import { ReferenceSwitch } from "./reference-switch.js";

/** How a network treats messages; chances in percent. */
export interface Faults {
  readonly lossPercent: number;
  readonly doublePercent: number;
  readonly delayUsMax: number;
}

interface Event {
  readonly atUs: number;
  readonly number: number;
  readonly run: () => void;
}

type Settled = Exclude<ClientEffect, { kind: "send" }>;

const lapUs = 300;
const serverHosts = [rackHost(1, 1), rackHost(1, 2), rackHost(1, 3)];
const clientHosts = [rackHost(1, 10), rackHost(1, 11)];

/** Real host cores around a reference switch, in virtual time, on a bad network. The seed decides everything. */
export class ReferenceWorld {
  nowUs = 0;
  faults: Faults;
  readonly clients: readonly ClientCore[];
  readonly random: Random;
  readonly #events = new BinaryHeap<Event>(
    (left, right) => left.atUs < right.atUs || (left.atUs === right.atUs && left.number < right.number),
  );
  readonly #switch: ReferenceSwitch;
  readonly #servers = serverHosts.map(() => ({
    core: new LogServerCore(),
    disk: [] as { header: Uint8Array; body: Uint8Array }[],
  }));
  readonly #settle = new Map<number, (settled: Settled) => void>();
  #numbers = 0;

  constructor(seed: number, faults: Faults, config: Partial<ClientConfig>) {
    this.random = seededRandom(seed);
    this.faults = faults;
    const addresses = (hosts: typeof serverHosts) => hosts.map(({ address }) => address);
    const everyone = addresses([...serverHosts, ...clientHosts]);
    this.#switch = new ReferenceSwitch(addresses(serverHosts), everyone, (message) =>
      this.#carry(message, 0),
    );
    const settings = { stripeBits: 2, fillAfterUs: 20_000, ...config };
    this.clients = clientHosts.map((host) => new ClientCore(host, this.random, settings));
    this.#lap();
  }

  /** Runs one operation of a client; resolves in virtual time. */
  operate(
    start: (operation: number) => readonly ClientEffect[],
    client: number,
    settled: (settled: Settled) => void,
  ) {
    this.#numbers += 1;
    this.#settle.set(this.#numbers, settled);
    this.#perform(client, start(this.#numbers));
  }

  /** Runs until nothing is under way; says whether that came before the limit. */
  run(limitUs: number): boolean {
    while (this.#settle.size > 0 && this.nowUs < limitUs) this.step();
    return this.#settle.size === 0;
  }

  after(delayUs: number, run: () => void): void {
    this.#numbers += 1;
    this.#events.push({ atUs: this.nowUs + delayUs, number: this.#numbers, run });
  }

  /** The switch loses its memory and a new view begins. */
  beginView(): void {
    this.#switch.beginView();
  }

  /** Lets the next thing happen. */
  step(): void {
    const event = this.#events.pop();
    if (event === undefined) return;
    this.nowUs = event.atUs;
    event.run();
  }

  #lap(): void {
    this.#switch.visit();
    this.after(lapUs, () => this.#lap());
  }

  #carry(message: OutgoingMessage, source: number): void {
    const { lossPercent, doublePercent, delayUsMax } = this.faults;
    const copies = randomBelow(this.random, 100) < doublePercent ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      if (randomBelow(this.random, 100) < lossPercent) continue;
      this.after(10 + randomBelow(this.random, delayUsMax), () => this.#deliver(message, source));
    }
  }

  #deliver(message: OutgoingMessage, source: number): void {
    const arrived = { ...message, source };
    const server = serverHosts.findIndex(({ address }) => address === message.destination);
    const client = clientHosts.findIndex(({ address }) => address === message.destination);
    if (server >= 0) this.#serve(server, this.#servers[server]?.core.step(arrived) ?? []);
    else if (client >= 0) this.#perform(client, this.clients[client]?.step(arrived, this.nowUs) ?? []);
    else this.#switch.receive(message);
  }

  #serve(server: number, effects: readonly LogServerEffect[]): void {
    const { core, disk } = this.#servers[server] ?? { core: new LogServerCore(), disk: [] };
    for (const effect of effects) {
      if (effect.kind === "send") this.#carry(effect.message, serverHosts[server]?.address ?? 0);
      else if (effect.kind === "load") this.#serve(server, core.loaded(effect, disk[effect.position]));
      else {
        const position = disk.push({ header: recordHeader(effect), body: effect.value }) - 1;
        this.after(100, () => this.#serve(server, core.persisted(effect, position)));
      }
    }
  }

  #perform(client: number, effects: readonly ClientEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === "send") this.#carry(effect.message, clientHosts[client]?.address ?? 0);
      else {
        this.#settle.get(effect.operation)?.(effect);
        this.#settle.delete(effect.operation);
      }
    }
    const core = this.clients[client];
    const nextUs = core?.nextDeadlineUs();
    if (core === undefined || nextUs === undefined) return;
    this.after(Math.max(0, nextUs - this.nowUs), () => {
      const due = core.nextDeadlineUs();
      if (due !== undefined && due <= this.nowUs) this.#perform(client, core.tick(this.nowUs));
    });
  }
}
