import { P4RuntimeServer } from "p4runtime-js-grpc";
import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import {
  Controller,
  type ControllerEvent,
  controllerPort,
  defaultTiming,
  type Fabric,
  type FabricSwitch,
  type Host,
  p4RuntimeConnect,
} from "../../controller/index.js";
import { emitArtifacts } from "../../src/emit/index.js";
import type { Storage, StoredRecord, Transport } from "../../src/io/index.js";
import { eventLoopTimers, monotonicClock, systemRandom } from "../../src/io/node/index.js";
import { tor } from "../../src/programs/index.js";
import { LogServer, LogServerCore } from "../../src/ringworld/index.js";
import { Switch, SwitchPipeline } from "../../src/switch/index.js";

const { p4infoBinary, bmv2Json } = emitArtifacts(tor.ir);

/** The ToR program as a controller pushes it. */
export const torPipeline: PipelineConfig = {
  p4info: p4infoBinary,
  deviceConfig: new TextEncoder().encode(bmv2Json),
};

/** On a machine that is busy with other tests, slow is not broken. */
const patient = {
  silentUs: 20_000_000,
  stallUs: 20_000_000,
  serverSilentUs: 20_000_000,
  stuckUs: 20_000_000,
};

/** What a log server keeps while its switch is away. */
interface Memory {
  readonly core: LogServerCore;
  readonly records: StoredRecord[];
}

interface Running {
  readonly dataPlane: Switch;
  readonly server: P4RuntimeServer;
}

/** The switches of a fabric, each behind a real P4Runtime server, with cables and log servers in memory. */
export class SwitchWorld {
  readonly fabric: Fabric;
  readonly addresses = new Map<string, string>();
  readonly events: ControllerEvent[] = [];
  readonly #running = new Map<string, Running>();
  readonly #memories = new Map<string, Memory>();

  constructor(fabric: Fabric) {
    this.fabric = fabric;
  }

  async start(): Promise<void> {
    for (const { name } of this.fabric.switches) await this.startSwitch(name);
  }

  /** Starts an empty switch; one that was there before comes back at its old address. */
  async startSwitch(name: string): Promise<void> {
    const description = this.fabric.switches.find((item) => item.name === name);
    if (description === undefined) throw new Error(`no switch ${name}`);
    const dataPlane = new Switch({ clock: monotonicClock, timers: eventLoopTimers, random: systemRandom() });
    const pipeline = new SwitchPipeline(dataPlane, { cpuPort: controllerPort });
    const server = new P4RuntimeServer(new Map([[description.deviceId, pipeline]]));
    const port = await server.listen({ port: Number(this.addresses.get(name)?.split(":")[1] ?? 0) });
    this.addresses.set(name, `127.0.0.1:${port}`);
    this.#running.set(name, { dataPlane, server });
    for (const { a, b, delayUs } of this.fabric.links) {
      if (a.switch === name) this.#attach(dataPlane, a.port, b.switch, b.port, delayUs);
      if (b.switch === name) this.#attach(dataPlane, b.port, a.switch, a.port, delayUs);
    }
    for (const host of this.fabric.hosts) {
      if (host.switch === name && host.role === "log-server")
        this.#attachLogServer(dataPlane, host, description);
    }
  }

  /** A log server whose memory outlives its switch; what it keeps is durable at once. */
  #attachLogServer(dataPlane: Switch, host: Host, tor: FabricSwitch): void {
    const memory = this.#memories.get(host.name) ?? { core: new LogServerCore(), records: [] };
    this.#memories.set(host.name, memory);
    const { core, records } = memory;
    const storage: Storage = {
      release: () => undefined,
      append: (header, body, done) => {
        setImmediate(() => done());
        return records.push({ header, body }) - 1;
      },
      read: (position, receive) => receive(records[position]),
      close: () => Promise.resolve(),
    };
    let receive: (frame: Uint8Array) => void = () => {};
    dataPlane.attach(host.port, { send: (frame) => receive(frame) });
    const transport: Transport = {
      send: (frame) => setImmediate(() => dataPlane.receive(host.port, frame)),
      onFrame: (take) => {
        receive = take;
      },
    };
    const identity = { address: host.ip, mac: host.mac, switchAddress: tor.ip, switchMac: tor.mac };
    new LogServer({ core, storage, transport, host: identity });
  }

  async stopSwitch(name: string): Promise<void> {
    const running = this.#running.get(name);
    this.#running.delete(name);
    running?.dataPlane.current?.forwarder.stop();
    await running?.server.close();
  }

  async stop(): Promise<void> {
    for (const name of [...this.#running.keys()]) await this.stopSwitch(name);
  }

  /** A controller that was started with a fabric file; absent: with that of this world. */
  controller(fabric = this.fabric): Controller {
    return new Controller({
      fabric,
      pipeline: torPipeline,
      addresses: this.addresses,
      connect: p4RuntimeConnect(),
      clock: monotonicClock,
      timers: eventLoopTimers,
      random: systemRandom(),
      timing: { ...defaultTiming, startUs: 2_000_000, joinUs: 100_000, ...patient },
      onEvent: (event) => this.events.push(event),
    });
  }

  #attach(from: Switch, port: number, to: string, toPort: number, delayUs: number): void {
    from.attach(port, {
      send: (frame) => {
        setTimeout(() => this.#running.get(to)?.dataPlane.receive(toPort, frame), delayUs / 1000);
      },
    });
  }
}
