import { BinaryHeap, type Random, randomBelow, seededRandom } from "../../src/base/index.js";
import {
  type ClientConfig,
  ClientCore,
  type ClientEffect,
  LogServerCore,
  type LogServerEffect,
  type OutgoingMessage,
  outgoing,
  rackHost,
  recordHeader,
} from "../../src/ringworld/index.js";
import { decodeLogRecord, type LogRecord, recordKind } from "../../src/ringworld/log-record.js";
import { indexFields, indexOf, type RingWorldHeader, type RingWorldKindName } from "../../src/wire/index.js";
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

interface Held {
  readonly record: LogRecord;
  readonly value: Uint8Array;
}

/** Of the newest view, and a value rather than junk. */
function electHeld(held: readonly Held[]): Held | undefined {
  const view = Math.max(...held.map(({ record }) => record.view));
  const newest = held.filter(({ record }) => record.view === view);
  return newest.find(({ record }) => record.tag !== 0) ?? newest[0];
}

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
    for (const server of this.#servers.keys()) this.#command(server, "install", { view: 1, client: 1n });
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
    const view = this.#switch.view + 1;
    const held = this.#servers.map((_, server) => this.#seal(server, view));
    const start = held.reduce((largest, { tail }) => (tail > largest ? tail : largest), 0n);
    for (let index = 1n; index <= start; index += 1n) {
      const entry = electHeld(held.flatMap(({ entries }) => entries.get(index) ?? []));
      const { client = 0n, request = 0, tag = 0, stream = 0, entries = 0 } = entry?.record ?? {};
      const fields = { ...indexFields(index), view, client, request, tag, stream, entries };
      for (const server of this.#servers.keys()) this.#command(server, "restore", fields, entry?.value);
    }
    for (const server of this.#servers.keys()) {
      this.#command(server, "install", { ...indexFields(start), view, client: 1n });
    }
    this.#switch.beginView(start);
  }

  /** Seals a server, waits until its disk is still, and looks at all that it holds: the largest tail included. */
  #seal(server: number, view: number) {
    this.#command(server, "seal", { view, client: 1n });
    const entries = new Map<bigint, Held>();
    let tail = 0n;
    for (const { header, body } of this.#servers[server]?.disk ?? []) {
      const record = decodeLogRecord(header);
      const index = indexOf(record);
      if (record.kind === recordKind.entry) entries.set(index, { record, value: body });
      if (record.kind !== recordKind.seal && index > tail) tail = index;
    }
    return { entries, tail };
  }

  /** A message of the controller, with its effects at once; nobody hears the answer. */
  #command(
    server: number,
    kind: RingWorldKindName,
    fields: Partial<RingWorldHeader>,
    payload: Uint8Array = new Uint8Array(0),
  ): void {
    const { core, disk } = this.#servers[server] ?? { core: new LogServerCore(), disk: [] };
    for (const effect of core.step({ ...outgoing(0, kind, fields, payload), source: 0 })) {
      if (effect.kind !== "persist") continue;
      core.persisted(effect, disk.push({ header: recordHeader(effect), body: effect.value }) - 1);
    }
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
      else if (effect.kind === "persist") {
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
