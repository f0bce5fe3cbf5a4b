import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type LogSession, openLogSession } from "../../../src/cli/fabric/log-session.js";
import type { FabricDescriptor } from "../../../src/cli/fabric/state-directory.js";
import type { ClientConfig } from "../../../src/ringworld/index.js";
import { ringworldProgram, type Started, startProcess } from "../frame/processes.js";
import { childrenOf } from "../frame/processor-time.js";
import type { Contender } from "./contender.js";

const upWithinMs = 60_000;
/** What a client does that would not be needed if nothing were lost or late, and how many indices appends take. */
const counted = ["retries", "busy", "fills", "packs"] as const;

/** The example fabric: four racks, twelve log servers in processes of their own, replica sets of three. */
export class BenchFabric {
  readonly #started: Started;
  readonly #descriptor: FabricDescriptor;

  private constructor(started: Started, descriptor: FabricDescriptor) {
    this.#started = started;
    this.#descriptor = descriptor;
  }

  /** Runs `ringworld up` and waits until it is. */
  static async start(directory: string): Promise<BenchFabric> {
    const up = [ringworldProgram, "up", "--state", directory, "--listen", "127.0.0.1:0"];
    const started = startProcess(process.execPath, up);
    const file = path.join(directory, "fabric.json");
    for (let waitedMs = 0; !existsSync(file); waitedMs += 50) {
      if (started.child.exitCode !== null || waitedMs > upWithinMs)
        throw new Error("the fabric did not come up");
      await sleep(50);
    }
    return new BenchFabric(started, JSON.parse(readFileSync(file, "utf8")) as FabricDescriptor);
  }

  /** Log clients at a port of each rack, which take turns. */
  async clients(config: Partial<ClientConfig>): Promise<Contender> {
    const sessions: LogSession[] = [];
    for (const host of this.#oneClientEachRack()) sessions.push(await openLogSession(host, config));
    let turn = 0;
    const { pid } = this.#descriptor;
    return {
      parts: [
        { name: "switches and controller", pids: [pid] },
        { name: "log servers", pids: childrenOf(pid) },
      ],
      // Values that are to stand together fit a jumbo frame: eight of 1 KiB.
      togethers: [1, 8],
      counts: () =>
        new Map(counted.map((name) => [name, sum(sessions.map(({ client }) => client.statistics[name]))])),
      append: async (values) => {
        turn += 1;
        await sessions[turn % sessions.length]?.client.appendTogether(values);
      },
      stop: async () => {
        for (const session of sessions) await session.close();
      },
    };
  }

  async stop(): Promise<void> {
    await this.#started.stop("SIGINT");
  }

  #oneClientEachRack() {
    const clients = this.#descriptor.hosts.filter(({ role }) => role === "client");
    const racks = [...new Set(clients.map(({ rack }) => rack))];
    return racks.flatMap((rack) => clients.find((client) => client.rack === rack) ?? []);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
