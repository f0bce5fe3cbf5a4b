import { setImmediate as nextTurn } from "node:timers/promises";
import { concatBytes, randomFraction } from "../../../src/base/index.js";
import {
  type DiskOptions,
  type FaultTarget,
  type LinkDisturbance,
  type RandomStreams,
  randomStreams,
  SimDisk,
  SimNode,
  Simulation,
} from "../../../src/sim/index.js";
import type {
  ClientConfig,
  ClientRunner,
  Command,
  Commands,
  DirectoryHome,
  ObjectPlace,
  Outcome,
  ReplicaConfig,
  StartOperation,
} from "../../../src/vivace/index.js";
import { type UdpEnd, vivaceDelegatePort } from "../../../src/wire/index.js";
import { type MachineOptions, runnerFor, SimClient, SimReplica, type Tampering } from "./machines.js";
import { hostOf, placeOf, type Topology } from "./topology.js";
import { type Delays, WideArea } from "./wide-area.js";

/** What a world is made of. */
export interface WorldOptions {
  readonly seed: number;
  readonly topology: Topology;
  readonly delays: Delays;
  readonly disk: DiskOptions;
  /** How far clocks may be apart at the start. */
  readonly clockSkewUs: number;
  readonly client: Partial<ClientConfig>;
  readonly replica: Partial<ReplicaConfig>;
  readonly tampering: Tampering;
  /** Whether delegates at the replicas of a client's site run the algorithms for it. */
  readonly isDelegated: boolean;
}

/** Client numbers: those of the first lives of clients are small, those of delegates follow, then later lives. */
const delegatesFrom = 50;
const lifeStep = 100;

/** Replaces the state; the result is the state before, after a 1, or a 0 when there was none. */
const swap: Command = (state, argument) => ({
  state: argument.slice(),
  result: state === undefined ? Uint8Array.of(0) : concatBytes([Uint8Array.of(1), state]),
});

const commands: Commands = new Map([["swap", swap]]);

/** Real replica and client cores, with their real runners, on simulated machines, disks and wide-area links. */
export class VivaceWorld implements FaultTarget {
  readonly simulation = new Simulation();
  readonly streams: RandomStreams;
  readonly network: WideArea;
  readonly replicas = new Map<string, SimReplica>();
  readonly clients = new Map<string, SimClient>();
  readonly #options: WorldOptions;
  readonly #runners = new Map<string, ClientRunner>();
  /** How many promises were settled: time stands still until what they set off is done. */
  #settled = 0;

  constructor(options: WorldOptions) {
    this.#options = options;
    const { seed, topology, delays } = options;
    this.streams = randomStreams(seed);
    this.network = new WideArea(this.simulation, this.streams, topology, delays);
    for (const { name } of topology.replicas) this.replicas.set(name, this.#replica(name));
    for (const { name } of topology.clients) this.clients.set(name, this.#client(name));
  }

  /** Switches everything on. */
  start(): void {
    for (const machine of [...this.replicas.values(), ...this.clients.values()]) machine.start();
  }

  /** Where an object is kept, as a client sees it. */
  place(client: string, key: string): ObjectPlace {
    const { topology } = this.#options;
    const site = topology.clients.find(({ name }) => name === client)?.site ?? 0;
    return placeOf(topology, key, site);
  }

  /** Where a client is, and where it finds the directory. */
  home(client: string): { readonly site: string; readonly directory: DirectoryHome } {
    const { topology } = this.#options;
    const site = topology.clients.find(({ name }) => name === client)?.site ?? 0;
    return { site: `site-${site}`, directory: placeOf(topology, "", site) };
  }

  /** Begins an operation of a client that is up. */
  begin(client: string, start: StartOperation, ended: (outcome: Outcome) => void): void {
    const { outcome: change = (outcome: Outcome) => outcome } = this.#options.tampering;
    this.#runners.get(client)?.begin(start, (outcome) => {
      this.#settled += 1;
      ended(change(outcome));
    });
  }

  /** Resolves after a while. */
  sleep(delayUs: number): Promise<void> {
    return new Promise((resolve) => {
      this.simulation.schedule(delayUs, () => {
        this.#settled += 1;
        resolve();
      });
    });
  }

  /** Lets time pass, with all that promises set off meanwhile, until `timeUs` or until `isDone`. */
  async runUntil(timeUs: number, isDone: () => boolean = () => false): Promise<void> {
    await nextTurn();
    for (let isStopped = true; isStopped && !isDone(); ) {
      const seen = this.#settled;
      isStopped = this.simulation.runUntil(timeUs, () => this.#settled > seen || isDone());
      await nextTurn();
    }
  }

  disturb(link: string, disturbance: LinkDisturbance | undefined): void {
    this.network.disturb(link, disturbance);
  }

  cut(link: string, cut: boolean): void {
    this.network.cut(link, cut);
  }

  crash(node: string): void {
    (this.replicas.get(node) ?? this.clients.get(node))?.crash();
  }

  restart(node: string): void {
    (this.replicas.get(node) ?? this.clients.get(node))?.start();
  }

  pause(node: string): void {
    (this.replicas.get(node) ?? this.clients.get(node))?.node.pause();
  }

  resume(node: string): void {
    (this.replicas.get(node) ?? this.clients.get(node))?.node.resume();
  }

  slowDisk(node: string, slowness: number): void {
    this.replicas.get(node)?.disk.setSlowness(slowness);
  }

  jumpClock(node: string, byUs: number): void {
    (this.replicas.get(node) ?? this.clients.get(node))?.node.jumpClock(byUs);
  }

  #delegatesOf(client: string): readonly UdpEnd[] {
    const { topology, isDelegated } = this.#options;
    const { locals } = this.place(client, "");
    const replicas = topology.replicaSet.map((name) => hostOf(topology, name).address);
    const near = locals.filter(({ address }) => replicas.includes(address));
    return isDelegated ? near.map(({ address }) => ({ address, port: vivaceDelegatePort })) : [];
  }

  #machine(name: string): MachineOptions {
    const { topology, clockSkewUs, tampering } = this.#options;
    const chances = this.streams.stream(`clock ${name}`);
    const originUs = 1e6 + randomFraction(chances) * clockSkewUs;
    const rate = clockSkewUs === 0 ? 1 : 1 + (randomFraction(chances) - 0.5) * 2e-4;
    const node = new SimNode(this.simulation, name, { originUs, rate });
    return {
      node,
      port: this.network.port(topology, name),
      host: hostOf(topology, name),
      tampering,
      commands,
    };
  }

  #replica(name: string): SimReplica {
    const { disk, replica } = this.#options;
    const chances = this.streams.stream(`disk ${name}`);
    const machine = this.#machine(name);
    const first = delegatesFrom + Number(name.slice(1));
    const delegate = {
      random: this.streams.stream(`delegate ${name}`),
      config: this.#options.client,
      client: () => this.#numberOf(first, machine.node),
    };
    return new SimReplica(machine, new SimDisk(this.simulation, chances, disk), replica, delegate);
  }

  #numberOf(first: number, { lives }: SimNode): number {
    const { clientNumber = (number: number) => number } = this.#options.tampering;
    return clientNumber(first + lifeStep * lives);
  }

  #client(name: string): SimClient {
    const machine = this.#machine(name);
    const random = this.streams.stream(`client ${name}`);
    const config = { ...this.#options.client, delegates: this.#delegatesOf(name) };
    const parts = { host: machine.host, random, config, commands };
    const first = Number(name.slice(1));
    return new SimClient(machine, (life, transport) => {
      // A client number is for one life only: see `TimestampSource`.
      const client = this.#numberOf(first, machine.node);
      this.#runners.set(name, runnerFor(life, transport, { ...parts, client }));
    });
  }
}
