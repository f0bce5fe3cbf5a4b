import { randomBelow } from "../../../src/base/index.js";
import {
  checkKeyValue,
  explainVerdict,
  History,
  injectFaults,
  type KeyedInput,
  planFaults,
  type RegisterOutput,
} from "../../../src/sim/index.js";
import {
  directoryKey,
  findLosses,
  keyText,
  majorityOf,
  type ObjectPlace,
  objectKey,
  placeAt,
} from "../../../src/vivace/index.js";
import { vivaceKind } from "../../../src/wire/index.js";
import { bytesOf } from "../support/show.js";
import { settled, storeOf } from "../support/simulated-store.js";
import { RecordingClient } from "./recording-client.js";
import { type RunOptions, seedOptions } from "./run-seed.js";
import { newestOnDisks, type Survived } from "./survived.js";
import { figure5, hostOf, type Topology } from "./topology.js";
import { VivaceWorld } from "./vivace-world.js";
import { objectsOf, Workload } from "./workload.js";

/** The machines of figure 5, and at each site somebody who looks for losses. */
const topology: Topology = {
  ...figure5,
  clients: [...figure5.clients, { name: "c4", site: 0 }, { name: "c5", site: 1 }],
};
const seekers = ["c4", "c5"];
const replicaEnds = topology.replicas.map(({ name }) => {
  const { address, port } = hostOf(topology, name);
  return { address, port };
});

/** Longer than any operation, and than any retransmission waits. */
const settleUs = 2_500_000;
const foundedUs = 400_000;
const lostWithinUs = 500_000;

/** What a disaster has shown. */
export interface DisasterResult {
  /** What went wrong, in words; empty when nothing did. */
  readonly violation: string;
  /** Keys that are lost. */
  readonly lost: readonly string[];
  /** Keys whose newest value was only on its way when the disaster came. */
  readonly underWay: number;
  /** Reads and commands after it that succeeded. */
  readonly readable: number;
}

/** The world of a seed in which values travel slowly, so that a disaster finds some of them under way. */
export function disasterOptions(seed: number, changes: Partial<RunOptions> = {}): RunOptions {
  const own = seedOptions(seed, { topology, ...changes });
  const algorithms = { rw: "algorithm1", rmw: "algorithm3" } as const;
  return {
    ...own,
    delays: { localUs: 200, priorityUs: 5000, normalUs: 60_000 + (seed % 7) * 30_000 },
    client: { ...own.client, ...(seed % 5 > 0 && { algorithms }) },
    workload: { ...own.workload, rwKeys: 4, rmwKeys: 2, thinkUs: 2000 },
    faultsMax: seed % 4,
  };
}

/**
 * A site dies for good in the midst of everything. Values that are on their way among the survivors are stopped first
 * and let go then: both times `lost-keys` must say what the survivors' disks say. In the end whatever is not lost must
 * be there for the survivors, whatever is lost must not, and everything that anybody was told must be linearizable.
 */
export async function runDisaster(options: RunOptions): Promise<DisasterResult> {
  return new Disaster(options).run();
}

interface Comparison {
  readonly violation: string;
  readonly lost: readonly string[];
  readonly recoverable: number;
  readonly survived: ReadonlyMap<string, Survived>;
}

function goneOf(survived: ReadonlyMap<string, Survived>): string {
  const gone = [...survived].filter(([, { hasValue }]) => !hasValue).map(([key]) => key);
  return gone.sort().join(" ");
}

class Disaster {
  readonly #options: RunOptions;
  readonly #world: VivaceWorld;
  readonly #history: History<KeyedInput, RegisterOutput>;
  readonly #workloads: readonly Workload[];
  readonly #lostSite: number;
  readonly #atUs: number;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#world = new VivaceWorld(options);
    this.#history = new History(this.#world.simulation);
    const working = topology.clients.filter(({ name }) => !seekers.includes(name));
    this.#workloads = working.map(
      ({ name }, at) => new Workload(this.#world, name, this.#history, options.workload, at === 0),
    );
    const random = this.#world.streams.stream("disaster");
    this.#lostSite = randomBelow(random, 2);
    this.#atUs = foundedUs + randomBelow(random, lostWithinUs);
  }

  async run(): Promise<DisasterResult> {
    await this.#untilDisaster();
    await this.#settle();
    const before = await this.#compare();
    this.#world.network.release();
    await this.#settle();
    const after = await this.#compare();
    const reads = await this.#reads(after.survived);
    const violation = before.violation || after.violation || reads.violation || this.#linearizability();
    return { violation, lost: after.lost, underWay: before.recoverable, readable: reads.readable };
  }

  async #untilDisaster(): Promise<void> {
    const { simulation, network, streams } = this.#world;
    const faults = planFaults(streams.stream("faults"), this.#faultScope());
    injectFaults(simulation, this.#world, faults, () => undefined);
    this.#world.start();
    for (const workload of this.#workloads) workload.start();
    await this.#world.runUntil(this.#atUs);
    network.hold(({ kind }) => kind === vivaceKind.wRemote);
    for (const { name } of this.#machines(this.#lostSite)) this.#world.crash(name);
    for (const workload of this.#workloads) workload.stop();
  }

  /** Trouble of those who will survive, until the disaster. */
  #faultScope(): Parameters<typeof planFaults>[1] {
    const { links } = this.#world.network;
    const replicas = this.#survivors();
    const machines = [...replicas, ...this.#clients()];
    return {
      links,
      partitions: [links.filter((link) => link.includes(replicas[0] ?? ""))],
      crashable: replicas,
      pausable: replicas,
      disks: replicas,
      clocks: machines,
      durationUs: this.#atUs,
      faultsMax: this.#options.faultsMax,
    };
  }

  async #settle(): Promise<void> {
    await this.#world.runUntil(this.#world.simulation.nowUs() + settleUs);
  }

  /** What `lost-keys` says beside what the disks say; once more if that has changed meanwhile. */
  async #compare(): Promise<Comparison> {
    const survived = this.#survived();
    const { client } = storeOf(this.#world, topology, seekers[1 - this.#lostSite] ?? "", {
      retry: { initialUs: 50_000, minUs: 50_000, maxUs: 50_000 },
    });
    const found = await settled(this.#world, findLosses(client, replicaEnds));
    client.close();
    const is = goneOf(survived);
    if (is !== goneOf(this.#survived())) return this.#compare();
    const lost = found.lost.map(({ key }) => keyText(key));
    const says = lost.join(" ");
    const silent = found.silent.length;
    const violation =
      says === is && silent === 3 ? "" : `lost-keys says [${says}], lost is [${is}]; ${silent} silent`;
    return { violation, lost, recoverable: found.recoverable, survived };
  }

  #survived(): ReadonlyMap<string, Survived> {
    return newestOnDisks(this.#survivors(), (name) => this.#world.replicas.get(name)?.disk.medium);
  }

  /** Every survivor tries every object: it must be there unless it is lost. */
  async #reads(
    survived: ReadonlyMap<string, Survived>,
  ): Promise<{ readonly violation: string; readonly readable: number }> {
    let readable = 0;
    for (const client of this.#clients()) {
      for (const [place, isCommand] of this.#places(client)) {
        const alive = place.replicas.filter((end) => this.#isAlive(end.address)).length;
        const majority = majorityOf(place.replicas.length);
        if (alive < majority) continue;
        const key = keyText(place.key);
        const { hasValue = true, holders = 0 } = survived.get(key) ?? {};
        const isRead = await this.#read(client, place, isCommand);
        if (isRead) readable += 1;
        if (!isRead && hasValue) return { violation: `${client} cannot read ${key}`, readable };
        // A reader that finds the timestamp at one of its majority cannot go on without the value.
        if (isRead && !hasValue && alive - holders < majority)
          return { violation: `${client} reads ${key}, which is lost`, readable };
      }
    }
    return { violation: "", readable };
  }

  /** Whether an object is there. A client learns by a first VIVACE-UNKNOWN that a delegate has begun another life. */
  async #read(client: string, place: ObjectPlace, isCommand: boolean): Promise<boolean> {
    const failures = new Map<string, number>();
    if (await this.#tryToRead(client, place, isCommand, failures)) return true;
    return failures.has("VIVACE-UNKNOWN") && this.#tryToRead(client, place, isCommand, failures);
  }

  #tryToRead(
    client: string,
    place: ObjectPlace,
    isCommand: boolean,
    failures: Map<string, number>,
  ): Promise<boolean> {
    const recorded = { world: this.#world, client, history: this.#history, failures };
    const reader = new RecordingClient(recorded);
    const value = bytesOf(`${client} after ${this.#history.operations.length}`);
    const reading = isCommand ? reader.execute(place, "swap", value) : reader.read(place);
    return settled(
      this.#world,
      reading.then(
        () => true,
        () => false,
      ),
    );
  }

  /** Where a client finds all objects, and whether they take commands. */
  #places(client: string): readonly (readonly [ObjectPlace, boolean])[] {
    const { containers } = this.#options.workload;
    const { site, directory } = this.#world.home(client);
    const objects = objectsOf(this.#options.workload).flatMap(([container, name]) => {
      const metadata = containers.get(container);
      if (metadata === undefined) return [];
      return [[placeAt(metadata, objectKey(container, name), site), container === "rmw"] as const];
    });
    const entries = [...containers.keys()].map((name) => ({ ...directory, key: directoryKey(name) }));
    return [...objects, ...entries.map((place) => [place, false] as const)];
  }

  #linearizability(): string {
    const verdict = checkKeyValue(this.#history.operations);
    if (verdict.kind === "linearizable" || verdict.verdict === undefined) return "";
    return `not linearizable: ${verdict.key}: ${explainVerdict(verdict.verdict, verdict.operations ?? [])}`;
  }

  #machines(site: number) {
    return [...topology.replicas, ...topology.clients].filter((machine) => machine.site === site);
  }

  #survivors(): readonly string[] {
    return topology.replicas.flatMap(({ name, site }) => (site === this.#lostSite ? [] : name));
  }

  /** Those of the survivors who work. */
  #clients(): readonly string[] {
    const living = topology.clients.filter(({ site }) => site !== this.#lostSite);
    return living.flatMap(({ name }) => (seekers.includes(name) ? [] : name));
  }

  #isAlive(address: number): boolean {
    return this.#survivors().some((name) => hostOf(topology, name).address === address);
  }
}
