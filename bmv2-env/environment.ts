import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Child } from "./child.js";
import { type Fabric, readPacedFabric } from "./fabric.js";
import { startSwitch } from "./fabric-switch.js";
import { type Layout, layOut } from "./layout.js";
import { makeNetwork, switchOffloadsOff } from "./network.js";
import { Processes } from "./processes.js";
import { assertFresh, removeRecorded, writeRecord } from "./record.js";
import { type SwitchKindName, switchKinds } from "./switch-kind.js";

export interface EnvironmentOptions {
  /** What runs as the switches. */
  readonly switch: SwitchKindName;
  readonly fabric: string;
  /** An absolute path. */
  readonly state: string;
  /** Where the REST API listens, as `host:port`. */
  readonly listen: string;
  /** Where to find a network that somebody else has made: its prefix. Absent: it is made, and removed at the end. */
  readonly prefix?: string;
  /** Whether every switch writes a trace of its packets into the state directory. */
  readonly trace?: boolean;
  /** Told what happens, in one line. */
  readonly say: (line: string) => void;
}

/** What `ringworld controller` publishes about the fabric that it serves. */
interface Descriptor {
  readonly api?: string;
  readonly hosts: readonly { readonly name: string }[];
}

const pollMs = 50;

/** A fabric on real switches: namespaces, switches, controller, tick generator and log servers. */
export class Environment {
  readonly #options: EnvironmentOptions;
  readonly #processes: Processes;
  #starting: Promise<void> | undefined;
  #fabric: Fabric | undefined;
  #layout: Layout | undefined;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.#processes = new Processes(options.state, options.say);
  }

  /** URL of the REST API, when the fabric has an api host. */
  get api(): string | undefined {
    return this.#descriptor().api;
  }

  /** All processes that were started. */
  get children(): readonly Child[] {
    return this.#processes.children;
  }

  /** Names of the hosts with a role, in the order of the fabric file. */
  hosts(role: string): string[] {
    return (this.#fabric?.hosts ?? []).filter((host) => host.role === role).map(({ name }) => name);
  }

  /** The network namespace of a host. */
  namespaceOf(host: string): string | undefined {
    return this.#layout?.hostNamespaces.get(host);
  }

  /**
   * Starts everything and resolves when the token goes round and every log server is ready. When a part does not
   * start, what has been started is stopped again.
   *
   * @throws Fault of the part that did not start
   */
  async start(): Promise<void> {
    this.#starting = this.#startAll();
    try {
      await this.#starting;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Stops everything, also while it is being started: no process, namespace or interface is left. */
  async stop(): Promise<void> {
    await this.#processes.stop();
    await this.#starting?.catch(() => undefined);
    await this.#processes.stop();
    if (this.#layout !== undefined) await removeRecorded(this.#options.state);
  }

  async #startAll(): Promise<void> {
    const { state, fabric: source, prefix } = this.#options;
    mkdirSync(state, { recursive: true });
    assertFresh(state);
    await removeRecorded(state);
    const { fabric, text } = await readPacedFabric(source);
    const file = path.join(state, "paced-fabric.json");
    writeFileSync(file, text);
    const layout = layOut(fabric, prefix ?? `rw${process.pid.toString(36)}`);
    this.#fabric = fabric;
    this.#layout = layout;
    if (prefix === undefined) await this.#makeNetwork(layout);
    const [addresses] = await Promise.all([this.#startSwitches(layout), this.#startTicks(layout)]);
    // The controller serves when the log servers are there; they find their ports in what it publishes first.
    const serving = this.#startController(file, addresses, layout);
    await this.#published(serving);
    await Promise.all([serving, this.#startLogServers(layout)]);
  }

  /** Resolves when the controller has told where hosts are attached; rejects when it ends instead. */
  async #published(serving: Promise<void>): Promise<void> {
    let isSettled = false;
    const settled = serving.finally(() => {
      isSettled = true;
    });
    settled.catch(() => undefined);
    while (!isSettled && !existsSync(this.#descriptorFile)) await wait(pollMs);
    if (isSettled) await serving;
  }

  get #descriptorFile(): string {
    return path.join(this.#options.state, "fabric.json");
  }

  async #makeNetwork(layout: Layout): Promise<void> {
    writeRecord(this.#options.state, layout);
    await makeNetwork(layout);
    if (await switchOffloadsOff(layout)) return;
    this.#options.say("ethtool is not installed: traffic other than RingWorld's will have wrong checksums");
  }

  /** @returns `name=host:port` of each switch */
  async #startSwitches({ switches }: Layout): Promise<string[]> {
    const { state, trace, switch: kindName } = this.#options;
    const kind = switchKinds[kindName];
    const started = switches.map(async ({ description, ports }) => {
      const log = trace ? { trace: path.join(state, `${description.name}.trace`) } : {};
      const { name, address } = await startSwitch(this.#processes, { kind, description, ports, ...log });
      return `${name}=${address}`;
    });
    return Promise.all(started);
  }

  async #startTicks({ ticks: { namespace, targets } }: Layout): Promise<void> {
    await this.#processes.startRingworld("ticks", ["ticks", JSON.stringify({ targets })], namespace);
  }

  async #startController(file: string, addresses: readonly string[], layout: Layout): Promise<void> {
    const { state, listen } = this.#options;
    const namespaces = [...layout.hostNamespaces].map(([host, namespace]) => `${host}=${namespace}`);
    const parts = ["--addresses", addresses.join(","), "--namespaces", namespaces.join(",")];
    const where = ["--fabric", file, "--state", state, "--listen", listen];
    await this.#processes.startRingworld("controller", ["controller", ...where, ...parts]);
  }

  /** What a log server is told about its host is what the controller has published, as it is. */
  async #startLogServers({ hostNamespaces }: Layout): Promise<void> {
    const { state } = this.#options;
    const names = this.hosts("log-server");
    const started = this.#descriptor()
      .hosts.filter(({ name }) => names.includes(name))
      .map((host) => {
        const task = { host, directory: path.join(state, "logs", host.name) };
        const args = ["log-server", JSON.stringify(task)];
        return this.#processes.startRingworld(host.name, args, hostNamespaces.get(host.name));
      });
    await Promise.all(started);
  }

  #descriptor(): Descriptor {
    return JSON.parse(readFileSync(this.#descriptorFile, "utf8")) as Descriptor;
  }
}
