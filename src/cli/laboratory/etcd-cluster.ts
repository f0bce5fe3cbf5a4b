import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { CodedError } from "../../base/index.js";
import { formatIpv4 } from "../../wire/index.js";
import type { LabHost } from "./lab-plan.js";

const program = "etcd";
const clientPort = 2379;
const peerPort = 2380;
const upWithinMs = 60_000;

/** Whether etcd is installed. */
export function hasEtcd(): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
}

/** An etcd of three members, each in the namespace of a replica. */
export class EtcdCluster {
  readonly #hosts: readonly LabHost[];
  readonly #members: readonly ChildProcess[];

  private constructor(hosts: readonly LabHost[], members: readonly ChildProcess[]) {
    this.#hosts = hosts;
    this.#members = members;
  }

  /**
   * Starts the members and resolves when they have a leader. Heartbeats and elections take as long as etcd's
   * documentation asks for with this round trip, and never less than by default.
   *
   * @throws CodedError `LAB-ETCD`
   */
  static async start(
    hosts: readonly LabHost[],
    roundTripMs: number,
    directory: string,
  ): Promise<EtcdCluster> {
    const peers = hosts.map(({ name, address }) => `${name}=http://${formatIpv4(address)}:${peerPort}`);
    const members = hosts.map(({ name, address, namespace }) => {
      const output = openSync(path.join(directory, `etcd-${name}.out`), "a");
      const [client, peer] = [clientPort, peerPort].map((port) => `http://${formatIpv4(address)}:${port}`);
      const args = [
        ...["--name", name, "--data-dir", path.join(directory, `etcd-${name}`)],
        ...[
          "--listen-client-urls",
          `${client},http://127.0.0.1:${clientPort}`,
          "--advertise-client-urls",
          `${client}`,
        ],
        ...["--listen-peer-urls", `${peer}`, "--initial-advertise-peer-urls", `${peer}`],
        ...["--initial-cluster", peers.join(",")],
        ...["--heartbeat-interval", `${Math.max(100, Math.ceil(roundTripMs))}`],
        ...["--election-timeout", `${Math.max(1000, Math.ceil(10 * roundTripMs))}`],
      ];
      const entered = ["netns", "exec", namespace, "setpriv", "--pdeathsig", "KILL", program, ...args];
      const child = spawn("ip", entered, { stdio: ["ignore", output, output], detached: true });
      child.once("error", () => undefined);
      closeSync(output);
      return child;
    });
    const cluster = new EtcdCluster(hosts, members);
    try {
      await cluster.#hasLeader();
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** The member beside a client of the first site. */
  get endpoint(): { readonly host: string; readonly port: number } {
    return { host: formatIpv4(this.#hosts[0]?.address ?? 0), port: clientPort };
  }

  /** How many times a member has seen the leader change; the member that has seen the most. */
  elections(): number {
    const seen = this.#hosts.map((host) => this.#metric(host, "etcd_server_leader_changes_seen_total") ?? 0);
    return Math.max(...seen);
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#members.map(async (member) => {
        if (member.exitCode !== null || member.signalCode !== null || member.pid === undefined) return;
        const ended = once(member, "exit");
        member.kill("SIGKILL");
        await ended;
      }),
    );
  }

  async #hasLeader(): Promise<void> {
    for (let waitedMs = 0; waitedMs < upWithinMs; waitedMs += 500) {
      if (this.#hosts.every((host) => this.#metric(host, "etcd_server_has_leader") === 1)) return;
      await wait(500);
    }
    throw new CodedError({
      code: "LAB-ETCD",
      message: "etcd has found no leader within a minute",
      help: "See what its members have printed, in the laboratory's directory.",
    });
  }

  /** A member tells its metrics at the loopback of its namespace: no link is in the way. */
  #metric({ namespace }: LabHost, name: string): number | undefined {
    const script = `fetch("http://127.0.0.1:${clientPort}/metrics").then((r) => r.text()).then((t) => process.stdout.write(t), () => {})`;
    const args = ["netns", "exec", namespace, process.execPath, "-e", script];
    const { stdout } = spawnSync("ip", args, { encoding: "utf8" });
    const found = new RegExp(`^${name} (\\S+)$`, "m").exec(stdout)?.[1];
    return found === undefined ? undefined : Number(found);
  }
}
