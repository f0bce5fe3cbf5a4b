import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import { assert, concatBytes, type Random, randomFraction } from "../../base/index.js";
import {
  type Algorithms,
  ClientRunner,
  type Command,
  noOptimisations,
  type ObjectPlace,
  type Outcome,
  ReplicaCore,
  VivaceReplica,
} from "../../vivace/index.js";
import { macOfIpv4, vivacePort } from "../../wire/index.js";
import { SimDisk } from "../disk/index.js";
import { type RandomStreams, randomStreams, SimNode, Simulation } from "../kernel/index.js";
import { startFlood } from "./flood.js";
import { type SiteHost, SiteNetwork, siteAddress, type WanBytes, type WanLink } from "./site-network.js";

/** What the client does again and again. */
export type MeasuredOperation = "read" | "write" | "execute";

/** What congests the link from the client's site, if anything. */
export interface Congestion {
  /** How much more than the link carries is sent. */
  readonly oversubscription: number;
  /** The flood's DSCP; its senders have no right to one. */
  readonly dscp: number;
}

/** One experiment: a client does one kind of operation, one after the other. */
export interface Experiment {
  readonly seed: number;
  readonly artifact: PipelineConfig;
  readonly link: WanLink;
  readonly algorithms: Algorithms;
  readonly operation: MeasuredOperation;
  readonly operations: number;
  readonly valueBytes: number;
  readonly congestion?: Congestion | undefined;
}

/** What an experiment has shown. */
export interface Measured {
  /** Of every operation, in the order of the operations. */
  readonly latenciesUs: readonly number[];
  readonly failures: number;
  /** What crossed between the sites meanwhile. */
  readonly wanBytes: WanBytes;
}

/** Figure 5 of the paper: replica 1 at the client's site, 2 and 3 at the other; the local set is 1, 4, 5. */
const replicaHosts: readonly SiteHost[] = [
  { site: 0, number: 1, isTrusted: true },
  { site: 1, number: 2, isTrusted: true },
  { site: 1, number: 3, isTrusted: true },
  { site: 0, number: 4, isTrusted: true },
  { site: 0, number: 5, isTrusted: true },
];
const clientHost: SiteHost = { site: 0, number: 9, isTrusted: true };
const floodHosts: readonly SiteHost[] = [20, 21].map((number) => ({ site: 0, number, isTrusted: false }));
const sink: SiteHost = { site: 1, number: 22, isTrusted: false };
const disk = { syncUs: 100, syncJitterUs: 100, readUs: 20, tearing: 0 };
/** As TCP: not below 200 ms, doubling. */
const retry = { initialUs: 1_000_000, minUs: 200_000, maxUs: 60_000_000 };
/** The longest pause between two operations: random, so that they do not keep step with the flood's packets. */
const pauseMaxUs = 20_000;
const warmUpUs = 3_000_000;

const replace: Command = (state = new Uint8Array(0), argument) => ({ state: argument, result: state });

/** Runs an experiment of section 6.3 of the paper in simulated time. */
export function runExperiment(experiment: Experiment): Measured {
  return new EvaluationWorld(experiment).measure();
}

class EvaluationWorld {
  readonly #simulation = new Simulation();
  readonly #streams: RandomStreams;
  readonly #network: SiteNetwork;
  readonly #client: ClientRunner;
  readonly #experiment: Experiment;
  readonly #pauses: Random;
  readonly #latenciesUs: number[] = [];
  #failures = 0;

  constructor(experiment: Experiment) {
    this.#experiment = experiment;
    this.#streams = randomStreams(experiment.seed);
    this.#pauses = this.#streams.stream("pauses");
    const hosts = [...replicaHosts, clientHost, ...floodHosts, sink];
    const { artifact, link } = experiment;
    this.#network = new SiteNetwork(this.#simulation, this.#streams, artifact, link, hosts);
    for (const host of replicaHosts) this.#startReplica(host);
    this.#client = this.#startClient();
  }

  measure(): Measured {
    const { operations, congestion } = this.#experiment;
    this.#perform(this.#experiment.operation === "execute" ? "execute" : "write", () => undefined);
    this.#simulation.runUntil(warmUpUs / 2);
    if (congestion !== undefined) this.#flood(congestion);
    this.#simulation.runUntil(warmUpUs);
    const before = this.#network.wanBytes;
    this.#latenciesUs.length = 0;
    this.#next();
    const isDone = () => this.#latenciesUs.length + this.#failures >= operations;
    while (!isDone()) this.#simulation.runUntil(this.#simulation.nowUs() + 1_000_000, isDone);
    const after = this.#network.wanBytes;
    const wanBytes = { priority: after.priority - before.priority, bulk: after.bulk - before.bulk };
    return { latenciesUs: this.#latenciesUs, failures: this.#failures, wanBytes };
  }

  #next(): void {
    this.#perform(this.#experiment.operation, () => {
      if (this.#latenciesUs.length + this.#failures < this.#experiment.operations) {
        this.#simulation.schedule(randomFraction(this.#pauses) * pauseMaxUs, () => this.#next());
      }
    });
  }

  #perform(operation: MeasuredOperation, ended: () => void): void {
    const begunUs = this.#simulation.nowUs();
    const value = new Uint8Array(this.#experiment.valueBytes).fill(this.#latenciesUs.length);
    const place = placeOf(operation === "execute" ? "timeline" : "post");
    const end = (outcome: Outcome) => {
      if (outcome.kind === "done") this.#latenciesUs.push(this.#simulation.nowUs() - begunUs);
      else this.#failures += 1;
      ended();
    };
    this.#client.begin((core, number, time) => {
      if (operation === "read") return core.read(number, place, time);
      if (operation === "write") return core.write(number, place, value, time);
      return core.execute(number, place, { name: "replace", argument: value }, time);
    }, end);
  }

  #flood({ oversubscription, dscp }: Congestion): void {
    const rateBps = (oversubscription * this.#experiment.link.rateBps) / floodHosts.length;
    for (const host of floodHosts) {
      const random = this.#streams.stream(`flood ${host.number}`);
      const route = { rateBps, dscp, from: siteAddress(host), to: siteAddress(sink) };
      startFlood(this.#simulation, random, this.#network.plug(host), route);
    }
  }

  #startReplica(host: SiteHost): void {
    const { life, parts } = this.#machine(host);
    const storage = new SimDisk(this.#simulation, this.#streams.stream(`disk ${host.number}`), disk).open(
      life,
      () => assert(false, "the disk is new"),
    );
    const core = new ReplicaCore(parts.host, { retry });
    new VivaceReplica({ ...parts, core, storage });
  }

  #startClient(): ClientRunner {
    const { life, parts } = this.#machine(clientHost);
    const { algorithms } = this.#experiment;
    const config = { algorithms, optimisations: noOptimisations, retry, timeoutUs: 600_000_000 };
    const commands = new Map([["replace", replace]]);
    const random = this.#streams.stream("client");
    return new ClientRunner({ ...parts, timestampClock: life.clock, random, client: 1, config, commands });
  }

  #machine(host: SiteHost) {
    const life = new SimNode(this.#simulation, `host ${host.number}`, { originUs: 1e6, rate: 1 }).start();
    const address = siteAddress(host);
    const end = { address, port: vivacePort, mac: macOfIpv4(address), gatewayMac: 0n };
    const { clock, timers } = life;
    return { life, parts: { clock, timers, host: end, transport: this.#network.plug(host) } };
  }
}

function placeOf(name: string): ObjectPlace {
  const ends = replicaHosts.map((host) => ({ address: siteAddress(host), port: vivacePort }));
  const at = (...members: readonly number[]) => members.flatMap((member) => ends[member - 1] ?? []);
  return { key: key(name), replicas: at(1, 2, 3), locals: at(1, 4, 5) };
}

/** A key of 16 bytes, as in the paper. */
function key(name: string): Uint8Array {
  const text = Uint8Array.from(name, (character) => character.charCodeAt(0));
  return concatBytes([text, new Uint8Array(16 - text.length)]);
}
