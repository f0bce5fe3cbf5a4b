import { type Random, randomBelow, randomFraction } from "../../../src/base/index.js";
import {
  checkKeyValue,
  explainVerdict,
  type Fault,
  History,
  injectFaults,
  type KeyedInput,
  planFaults,
  type RegisterOutput,
  randomStreams,
} from "../../../src/sim/index.js";
import type { ClientConfig, ClockTrust, ContainerMetadata } from "../../../src/vivace/index.js";
import { figure5, metadataOf } from "./topology.js";
import { VivaceWorld, type WorldOptions } from "./vivace-world.js";
import { objectsOf, Workload, type WorkloadOptions } from "./workload.js";

/** What a run is to be like. */
export interface RunOptions extends WorldOptions {
  readonly workload: WorkloadOptions;
  readonly faultsMax: number;
  /** How long things go wrong. */
  readonly safetyUs: number;
  /** How long everything has to come to its end after that. */
  readonly livenessUs: number;
}

/** What a run has shown. */
export interface RunResult {
  readonly seed: number;
  /** What went wrong, in words; empty when nothing did. */
  readonly violation: string;
  readonly faults: readonly Fault[];
  readonly operations: number;
  readonly completed: number;
  readonly failures: ReadonlyMap<string, number>;
}

function pick<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[randomBelow(random, items.length)] ?? items[0];
}

function randomConfig(random: Random): Partial<ClientConfig> {
  return {
    algorithms: {
      rw: pick(random, ["abd", "algorithm1", "algorithm1"]),
      rmw: pick(random, ["algorithm2", "algorithm3", "algorithm3"]),
    },
    clockTrust: pick<ClockTrust>(random, ["checked", "checked", "none"]),
    optimisations: {
      skipWriteBack: randomBelow(random, 2) === 0,
      parallelWriteBack: randomBelow(random, 2) === 0,
      oneDataReplica: randomBelow(random, 2) === 0,
      executeAtReplicas: randomBelow(random, 2) === 0,
    },
    timeoutUs: 500_000,
    retry: { initialUs: 40_000, minUs: 2_000, maxUs: 400_000 },
    retrySpread: pick(random, [0, 0.25]),
    backOff: { initialUs: 5_000, maxUs: 100_000 },
  };
}

/** Different machines, in any order. */
function some(random: Random, machines: readonly string[], count: number): readonly string[] {
  const left = [...machines];
  return Array.from({ length: count }, () => left.splice(randomBelow(random, left.length), 1)).flat();
}

/** A container of each type, kept at replicas of any sites, with local sets of one to three. */
function randomContainers(random: Random): ReadonlyMap<string, ContainerMetadata> {
  const { replicas } = figure5;
  const namesAt = (site: number) => replicas.filter((each) => each.site === site).map(({ name }) => name);
  const container = (type: ContainerMetadata["type"]) => {
    const replicaSet = some(random, [...namesAt(0), ...namesAt(1)], pick(random, [3, 3, 5]));
    const localSets = [0, 1].map((site) => some(random, namesAt(site), pick(random, [1, 2, 3, 3])));
    return [type, metadataOf(figure5, type, { replicaSet, localSets })] as const;
  };
  return new Map([container("rw"), container("rmw")]);
}

/** The options of a seed: algorithms, optimisations, trust in clocks, load and trouble all follow from it. */
export function seedOptions(seed: number, changes: Partial<RunOptions> = {}): RunOptions {
  const random = randomStreams(seed).stream("options");
  return {
    seed,
    topology: figure5,
    delays: { localUs: 200, priorityUs: 5000, normalUs: 5000 + randomFraction(random) * 20_000 },
    disk: { syncUs: 100, syncJitterUs: 400, readUs: 50, tearing: 0.5 },
    clockSkewUs: pick(random, [0, 1000, 100_000]),
    client: randomConfig(random),
    replica: { retry: { initialUs: 60_000, minUs: 5_000, maxUs: 500_000 } },
    tampering: {},
    isDelegated: randomBelow(random, 4) === 0,
    workload: {
      rwKeys: 1 + randomBelow(random, 2),
      rmwKeys: 1,
      thinkUs: pick(random, [5_000, 20_000, 60_000]),
      containers: randomContainers(random),
    },
    faultsMax: randomBelow(random, 16),
    safetyUs: 600_000,
    livenessUs: 8_000_000,
    ...changes,
  };
}

/** Runs one seed: trouble first, then none; in the end all must be finished, readable and linearizable. */
export async function runSeed(options: RunOptions): Promise<RunResult> {
  const run = new Run(options);
  const violation = await run.violation();
  const failures = new Map<string, number>();
  for (const workload of run.workloads.values()) {
    for (const [code, count] of workload.failures) failures.set(code, (failures.get(code) ?? 0) + count);
  }
  const { operations } = run.history;
  const completed = operations.filter(({ returned }) => returned !== undefined).length;
  const { seed } = options;
  return { seed, violation, faults: run.faults, operations: operations.length, completed, failures };
}

class Run {
  readonly world: VivaceWorld;
  readonly history: History<KeyedInput, RegisterOutput>;
  readonly workloads = new Map<string, Workload>();
  readonly faults: readonly Fault[];
  readonly #options: RunOptions;

  constructor(options: RunOptions) {
    this.#options = options;
    this.world = new VivaceWorld(options);
    this.history = new History(this.world.simulation);
    for (const [at, client] of [...this.world.clients.keys()].entries()) {
      const workload = new Workload(this.world, client, this.history, options.workload, at === 0);
      this.workloads.set(client, workload);
    }
    this.faults = planFaults(this.world.streams.stream("faults"), this.#faultScope());
  }

  /** Runs everything; what went wrong. */
  async violation(): Promise<string> {
    const { safetyUs, livenessUs } = this.#options;
    this.#injectFaults();
    this.world.start();
    for (const workload of this.workloads.values()) workload.start();
    await this.world.runUntil(safetyUs);
    for (const workload of this.workloads.values()) workload.stop();
    const isQuiet = () => [...this.workloads.values()].every((workload) => !workload.isUnderWay);
    await this.world.runUntil(safetyUs + livenessUs, isQuiet);
    if (!isQuiet()) return "not finished: an operation neither succeeded nor failed";
    return (await this.#finalReads()) || this.#linearizability();
  }

  /** Once all is well, every client must be able to use every object at once. */
  async #finalReads(): Promise<string> {
    for (const object of objectsOf(this.#options.workload)) {
      for (const [client, workload] of this.workloads) {
        let isRead: boolean | undefined;
        void workload.read(object).then((succeeded) => {
          isRead = succeeded;
        });
        const untilUs = this.world.simulation.nowUs() + this.#options.livenessUs;
        await this.world.runUntil(untilUs, () => isRead !== undefined);
        if (isRead !== true)
          return `not available: ${client} cannot read ${object.join("/")} after all faults`;
      }
    }
    return "";
  }

  #linearizability(): string {
    const verdict = checkKeyValue(this.history.operations);
    if (verdict.kind === "linearizable" || verdict.verdict === undefined) return "";
    return `not linearizable: ${verdict.key}: ${explainVerdict(verdict.verdict, verdict.operations ?? [])}`;
  }

  #injectFaults(): void {
    injectFaults(this.world.simulation, this.world, this.faults, (fault, begins) => {
      if (fault.kind !== "crash" || begins) return;
      // The machine starts after this report.
      this.world.simulation.schedule(0, () => this.workloads.get(fault.node)?.start());
    });
  }

  #faultScope(): Parameters<typeof planFaults>[1] {
    const { topology, faultsMax, safetyUs } = this.#options;
    const { links } = this.world.network;
    const replicas = topology.replicas.map(({ name }) => name);
    const clients = topology.clients.map(({ name }) => name);
    const between = (left: number, right: number) => {
      const siteOf = (name: string) =>
        [...topology.replicas, ...topology.clients].find((machine) => machine.name === name)?.site;
      return links.filter((link) => {
        const sites = link.split("~").map(siteOf);
        return sites.includes(left) && sites.includes(right) && left !== right;
      });
    };
    return {
      links,
      partitions: [
        between(0, 1),
        ...replicas.map((name) => links.filter((link) => link.split("~").includes(name))),
      ],
      crashable: [...replicas, ...clients],
      pausable: [...replicas, ...clients],
      disks: replicas,
      clocks: [...replicas, ...clients],
      durationUs: safetyUs,
      faultsMax,
    };
  }
}
