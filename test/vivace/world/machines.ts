import type { Random } from "../../../src/base/index.js";
import type { Storage, Transport } from "../../../src/io/index.js";
import type { Life, SimDisk, SimNode } from "../../../src/sim/index.js";
import {
  type ClientConfig,
  ClientRunner,
  type Commands,
  type IncomingMessage,
  type Outcome,
  type ReplicaConfig,
  ReplicaCore,
  type ReplicaEffect,
  VivaceDelegate,
  type VivaceHost,
  VivaceReplica,
} from "../../../src/vivace/index.js";
import { vivaceDelegatePort } from "../../../src/wire/index.js";

/** Bugs to plant. */
export interface Tampering {
  /** Wraps the storage of replicas. */
  readonly storage?: (storage: Storage) => Storage;
  /** Stands between messages and a replica's core: it can harm both, and what the core makes of them. */
  readonly step?: (
    core: ReplicaCore,
    message: IncomingMessage,
    step: StepReplica,
  ) => readonly ReplicaEffect[];
  /** Changes frames to replicas, and the delegates beside them. */
  readonly toReplica?: ChangeFrame;
  /** Changes frames to clients. */
  readonly toClient?: ChangeFrame;
  /** Changes the numbers of clients and delegates in timestamps. */
  readonly clientNumber?: (number: number) => number;
  /** Changes how operations end. */
  readonly outcome?: (outcome: Outcome) => Outcome;
}

/** What a replica makes of a message. */
export type StepReplica = (message: IncomingMessage) => readonly ReplicaEffect[];

/** What becomes of a frame on its way to a machine. */
export type ChangeFrame = (frame: Uint8Array, machine: string) => readonly Uint8Array[];

function guarded(
  life: Life,
  { port, node }: MachineOptions,
  change: ChangeFrame = (frame) => [frame],
): Transport {
  const take = (receive: (frame: Uint8Array) => void) => (frame: Uint8Array) => {
    for (const each of change(frame, node.name)) receive(each);
  };
  return {
    send: (frame) => port.send(frame),
    onFrame: (receive) => port.onFrame(life.guard(take(receive))),
  };
}

/** What a simulated machine needs. */
export interface MachineOptions {
  readonly node: SimNode;
  readonly port: Transport;
  readonly host: VivaceHost;
  readonly tampering: Tampering;
  readonly commands: Commands;
}

/** What the delegate on a replica's machine needs beside a life. */
export interface DelegateParts {
  readonly random: Random;
  readonly config: Partial<ClientConfig>;
  /** Its number for the life that begins. */
  readonly client: () => number;
}

/** Two users of one port: each gets every frame. */
function shared(port: Transport): readonly [Transport, Transport] {
  const receivers: ((frame: Uint8Array) => void)[] = [];
  port.onFrame((frame) => {
    for (const receive of receivers) receive(frame);
  });
  const user: Transport = {
    send: (frame) => port.send(frame),
    onFrame: (receive) => receivers.push(receive),
  };
  return [user, user];
}

/** A replica that can crash and start again on its disk. */
export class SimReplica {
  readonly node: SimNode;
  readonly disk: SimDisk;
  core: ReplicaCore;
  readonly #options: MachineOptions;
  readonly #config: Partial<ReplicaConfig>;

  readonly #delegate: DelegateParts;

  constructor(
    options: MachineOptions,
    disk: SimDisk,
    config: Partial<ReplicaConfig>,
    delegate: DelegateParts,
  ) {
    this.node = options.node;
    this.disk = disk;
    this.#options = options;
    this.#config = config;
    this.#delegate = delegate;
    this.core = this.#newCore();
  }

  start(): void {
    const { host, tampering, commands } = this.#options;
    const life = this.node.start();
    this.core = this.#newCore();
    const { core } = this;
    const opened = this.disk.open(life, (header, position) => core.recover(header, position));
    const storage = tampering.storage?.(opened) ?? opened;
    const { clock, timers } = life;
    const [transport, beside] = shared(guarded(life, this.#options, tampering.toReplica));
    new VivaceReplica({ core, storage, clock, timers, host, transport });
    const { client, random, config } = this.#delegate;
    new VivaceDelegate({
      clock,
      timers,
      random,
      config,
      commands,
      timestampClock: clock,
      transport: beside,
      client: client(),
      host: { ...host, port: vivaceDelegatePort },
    });
  }

  crash(): void {
    this.node.crash();
    this.disk.crash();
  }

  #newCore(): ReplicaCore {
    const { host, tampering, commands } = this.#options;
    const { step } = tampering;
    if (step === undefined) return new ReplicaCore(host, this.#config, commands);
    return new (class extends ReplicaCore {
      override step(message: IncomingMessage, nowUs: number) {
        return step(this, message, (changed) => super.step(changed, nowUs));
      }
    })(host, this.#config, commands);
  }
}

/** A client machine: a new life has forgotten all operations of the one before. */
export class SimClient {
  readonly node: SimNode;
  readonly #options: MachineOptions;
  readonly #start: (life: Life, transport: Transport) => void;

  constructor(options: MachineOptions, start: (life: Life, transport: Transport) => void) {
    this.node = options.node;
    this.#options = options;
    this.#start = start;
  }

  start(): void {
    const life = this.node.start();
    this.#start(life, guarded(life, this.#options, this.#options.tampering.toClient));
  }

  crash(): void {
    this.node.crash();
  }
}

/** What a client runner needs beside a life. */
export interface RunnerParts {
  readonly host: VivaceHost;
  readonly client: number;
  readonly random: Random;
  readonly config: Partial<ClientConfig>;
  readonly commands: Commands;
}

/** A client runner for one life; its timestamps are made of the node's own clock. */
export function runnerFor({ clock, timers }: Life, transport: Transport, parts: RunnerParts): ClientRunner {
  return new ClientRunner({ ...parts, transport, clock, timers, timestampClock: clock });
}
