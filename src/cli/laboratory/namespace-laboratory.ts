import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import { EdgeControl, p4RuntimeConnect } from "../../../controller/index.js";
import { assert, CodedError } from "../../base/index.js";
import { eventLoopTimers } from "../../io/node/index.js";
import {
  bytesSince,
  experimentConfig,
  geographies,
  type Measured,
  type MeasuredOperation,
  type ProbeResult,
  replicaSets,
  type SiteCount,
  type TwitterRequest,
  type WanBytes,
  type WanLink,
} from "../../sim/index.js";
import { defaultClasses } from "../../vivace/index.js";
import { vivacePort } from "../../wire/index.js";
import type { ReplicaTask } from "../commands/vivace/replica.js";
import { SupervisedProcess } from "../fabric/supervised-process.js";
import { algorithmsOf, type Contender, floodDscp, type Laboratory, type Load } from "../store/evaluation.js";
import type { ClientTask, Opening } from "./client-worker.js";
import type { EdgeTask } from "./edge-worker.js";
import type { EtcdRequest } from "./etcd-client.js";
import { EtcdCluster } from "./etcd-cluster.js";
import type { FloodRate, FloodTask } from "./flood-worker.js";
import { type LabHost, type LabPlan, planLab } from "./lab-plan.js";
import { checkLabRequirements, labPrefix, makeLabNetwork, removeLabNetwork } from "./namespaces.js";
import type { Amount, Timed } from "./timed.js";
import { Worker } from "./worker.js";

/** What experiments on this machine's network are like. */
export interface LabSetting {
  readonly artifact: PipelineConfig;
  readonly sites: SiteCount;
  readonly link: WanLink;
  readonly oversubscription: number;
  readonly amount: Amount;
}

/** What etcd has shown under a load. */
export interface EtcdRun {
  readonly operation: EtcdRequest["operation"];
  readonly load: Load;
  readonly measured: Measured;
  /** Changes of the leader meanwhile. */
  readonly elections: number;
}

/** How many experiments etcd has. */
export const runsOfEtcd = 4;

/** A part that runs until it is stopped. */
interface Stoppable {
  stop(): Promise<void>;
}

/** A flood is at its height, and its last packet is gone, after this long and a round trip. */
const settleMs = 1_000;
const readyWithinUs = 60_000_000;

/**
 * Experiments on real packets: hosts are network namespaces with ordinary sockets, the edges of the sites are switches
 * with network interfaces, and floods go through the same switches.
 */
export class NamespaceLaboratory implements Laboratory {
  readonly #setting: LabSetting;
  readonly #plan: LabPlan;
  readonly #directory = mkdtempSync(path.join(tmpdir(), "ringworld-lab-"));
  readonly #parts: Stoppable[] = [];
  readonly #workers = new Map<string, Worker>();
  /** Delegates have taken the first numbers of clients. */
  #openings = 1000;

  private constructor(setting: LabSetting) {
    this.#setting = setting;
    this.#plan = planLab(labPrefix(), geographies[setting.sites], setting.link);
  }

  /**
   * Makes the network, and starts everything in it.
   *
   * @throws CodedError `LAB-REQUIREMENTS` without root, and those of the part that did not start
   */
  static async open(setting: LabSetting): Promise<NamespaceLaboratory> {
    checkLabRequirements();
    const laboratory = new NamespaceLaboratory(setting);
    try {
      await makeLabNetwork(laboratory.#plan);
      await laboratory.#startEdges();
      await laboratory.#startHosts();
      return laboratory;
    } catch (error) {
      await laboratory.close({ keepsOutput: true });
      throw error;
    }
  }

  async operations(operation: MeasuredOperation, contender: Contender, load: Load): Promise<Measured> {
    const { amount } = this.#setting;
    return this.#experiment({ algorithms: algorithmsOf[contender] }, load, "operations", {
      operation,
      amount,
    });
  }

  async requests(request: TwitterRequest, contender: Contender): Promise<Measured> {
    const { amount } = this.#setting;
    const opening = { algorithms: algorithmsOf[contender], isTwitter: true };
    return this.#experiment(opening, "congested", "requests", { request, amount });
  }

  async probe(): Promise<ProbeResult> {
    const { amount, link } = this.#setting;
    const quietMs = (amount.seconds * 1000) / 2;
    const probing = this.#client.ask("probe", {
      to: this.#host(`client-${this.#plan.geography.sites[1]}`).address,
      roundTripUs: 2 * link.delayUs,
      seconds: 2 * amount.seconds,
    });
    const flooding = wait(quietMs)
      .then(() => this.#startFlood("congested"))
      .then(() => wait(amount.seconds * 1000))
      .then(() => this.#stopFlood());
    const [result] = await Promise.all([probing, flooding]);
    return result as ProbeResult;
  }

  /** etcd on the hosts of the replica set, under the same loads. */
  async etcd(onDone: (done: number) => void): Promise<readonly EtcdRun[]> {
    const members = ["r1", "r2", "r3"].map((name) => this.#host(name));
    const cluster = await EtcdCluster.start(members, this.#setting.link.delayUs / 500, this.#directory);
    const runs: EtcdRun[] = [];
    try {
      for (const operation of ["write", "read"] as const) {
        for (const load of ["uncongested", "congested"] as const) {
          runs.push(await this.#etcdRun(cluster, operation, load));
          onDone(runs.length);
        }
      }
    } finally {
      await cluster.stop();
    }
    return runs;
  }

  /** Stops everything and removes the network, and what processes have printed and stored, unless that is to be kept. */
  async close({ keepsOutput = false } = {}): Promise<void> {
    await Promise.all(this.#parts.map((part) => part.stop()));
    await removeLabNetwork();
    if (!keepsOutput) rmSync(this.#directory, { recursive: true, force: true });
  }

  /** Where processes print and store. */
  get directory(): string {
    return this.#directory;
  }

  async #etcdRun(cluster: EtcdCluster, operation: EtcdRequest["operation"], load: Load): Promise<EtcdRun> {
    const before = cluster.elections();
    const request: EtcdRequest = { ...cluster.endpoint, operation, amount: this.#setting.amount };
    const measured = await this.#underLoad(load, () => this.#client.ask("etcd", request) as Promise<Timed>);
    return { operation, load, measured, elections: cluster.elections() - before };
  }

  async #experiment(
    opening: Omit<Opening, "number">,
    load: Load,
    question: string,
    argument: unknown,
  ): Promise<Measured> {
    this.#openings += 1;
    await this.#client.ask("open", { ...opening, number: this.#openings });
    try {
      return await this.#underLoad(load, () => this.#client.ask(question, argument) as Promise<Timed>);
    } finally {
      await this.#client.ask("close");
    }
  }

  async #underLoad(load: Load, measure: () => Promise<Timed>): Promise<Measured> {
    const pauseMs = settleMs + this.#setting.link.delayUs / 500;
    if (load !== "uncongested") await this.#startFlood(load);
    try {
      await wait(pauseMs);
      const before = await this.#wanBytes();
      const measured = await measure();
      return { ...measured, wanBytes: bytesSince(before, await this.#wanBytes()) };
    } finally {
      await this.#stopFlood();
      await wait(pauseMs);
    }
  }

  async #startFlood(load: Load): Promise<void> {
    const { oversubscription, link } = this.#setting;
    const rate: FloodRate = { rateBps: oversubscription * link.rateBps, dscp: floodDscp(load) };
    await Promise.all(this.#floods.map((flood) => flood.ask("start", rate)));
  }

  async #stopFlood(): Promise<void> {
    await Promise.all(this.#floods.map((flood) => flood.ask("stop")));
  }

  async #wanBytes(): Promise<WanBytes> {
    const edges = this.#plan.geography.sites.map((site) => this.#worker(`edge-${site}`));
    const all = (await Promise.all(edges.map((edge) => edge.ask("bytes")))) as WanBytes[];
    const sum = (of: keyof WanBytes) => all.reduce((total, bytes) => total + bytes[of], 0);
    return { priority: sum("priority"), bulk: sum("bulk") };
  }

  async #startEdges(): Promise<void> {
    const { network, geography, interfaceOf } = this.#plan;
    const addresses = new Map<string, string>();
    for (const [at, edge] of network.edges.entries()) {
      const interfaced = <Port extends { readonly port: number }>(port: Port) => {
        return { ...port, interface: interfaceOf(at, port.port) };
      };
      const { site, deviceId } = edge;
      const task: EdgeTask = {
        kind: "edge",
        site,
        deviceId: `${deviceId}`,
        hosts: edge.hosts.map(({ port }) => interfaced({ port })),
        links: edge.links.map(({ port, cable }) => interfaced({ port, cable })),
      };
      const worker = await this.#start(`edge-${geography.sites[at]}`, task);
      addresses.set(site, (worker.ready as { address: string }).address);
    }
    const connect = p4RuntimeConnect();
    const pipeline = this.#setting.artifact;
    const control = new EdgeControl({ network, pipeline, addresses, connect, timers: eventLoopTimers });
    this.#parts.push({ stop: () => control.close() });
    control.start();
    if (await control.settled(readyWithinUs)) return;
    const problems = control.edges.map(
      ({ edge, state, problem = "" }) => `${edge.site}: ${state} ${problem}`,
    );
    throw new CodedError({ code: "LAB-EDGES", message: problems.join("; "), help: "This is a bug of ours." });
  }

  async #startHosts(): Promise<void> {
    mkdirSync(this.#storeDirectory);
    const { hosts, geography } = this.#plan;
    const sets = replicaSets(geography);
    const clients = hosts.filter(({ name }) => name.startsWith("client-"));
    const floods = hosts.filter(({ name }) => name.startsWith("flood-"));
    await Promise.all([
      ...hosts.filter(({ name }) => /^r[0-9]+$/.test(name)).map((host) => this.#startReplica(host)),
      ...clients.map(({ name, namespace, address, ...host }) => {
        const task: ClientTask = { kind: "client", address, host, sets };
        return this.#start(name, task, namespace);
      }),
      ...floods.map(({ name, namespace, address, site }) => {
        const targets = floods.filter((other) => other.site !== site).map((other) => other.address);
        const task: FloodTask = { kind: "flood", address, targets };
        return this.#start(name, task, namespace);
      }),
    ]);
  }

  async #startReplica({ name, namespace, address }: LabHost): Promise<void> {
    const task: ReplicaTask = {
      name,
      end: { address, port: vivacePort },
      state: this.#storeDirectory,
      networking: { classes: defaultClasses, hasEdges: false },
      config: { retry: experimentConfig.retry },
    };
    const replica = await SupervisedProcess.start({
      name,
      namespace,
      args: ["vivace", "replica", JSON.stringify(task)],
      outputFile: this.#outputFile(name),
      code: "REPLICA-START",
      onRestart: () => undefined,
    });
    this.#parts.push(replica);
  }

  async #start(name: string, task: EdgeTask | FloodTask | ClientTask, namespace?: string): Promise<Worker> {
    const args = ["vivace", "lab-worker", JSON.stringify(task)];
    const where = namespace === undefined ? {} : { namespace };
    const worker = await Worker.start({ name, args, outputFile: this.#outputFile(name), ...where });
    this.#parts.push(worker);
    this.#workers.set(name, worker);
    return worker;
  }

  get #client(): Worker {
    return this.#worker(`client-${this.#plan.geography.sites[0]}`);
  }

  get #floods(): readonly Worker[] {
    return this.#plan.geography.sites.map((site) => this.#worker(`flood-${site}`));
  }

  #worker(name: string): Worker {
    const found = this.#workers.get(name);
    assert(found !== undefined, `there is a worker ${name}`);
    return found;
  }

  #host(name: string): LabHost {
    const found = this.#plan.hosts.find((host) => host.name === name);
    assert(found !== undefined, `there is a host ${name}`);
    return found;
  }

  get #storeDirectory(): string {
    return path.join(this.#directory, "store");
  }

  #outputFile(name: string): string {
    return path.join(this.#directory, `${name}.out`);
  }
}
