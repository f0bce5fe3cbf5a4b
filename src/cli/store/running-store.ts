import type { EdgeControl, EdgeStatus, StorePlan } from "../../../controller/index.js";
import type { ReplicaTask } from "../commands/vivace/replica.js";
import { type RestartListener, SupervisedProcess } from "../fabric/supervised-process.js";
import { RunningEdges } from "./running-edges.js";
import { networkingOf, openStoreSession, type StoreSession } from "./store-session.js";
import type { StoreState } from "./store-state.js";
import { loadCommands } from "./user-commands.js";

/** What a store is started with. */
export interface StartStore {
  readonly plan: StorePlan;
  /** Where the plan was read from. */
  readonly file: string;
  readonly state: StoreState;
  /** A module with commands. */
  readonly commands?: string | undefined;
  readonly onRestart: RestartListener;
  /** Told when a site's edge has become something else. */
  readonly onEdge: (status: EdgeStatus) => void;
}

/** A part of a store that runs until it is stopped. */
interface Stoppable {
  stop(): Promise<void>;
}

/** A store at work: its replicas and proxies, each in a process of its own, and a client that has made the containers. */
export class RunningStore {
  readonly session: StoreSession;
  readonly #parts: readonly Stoppable[];
  readonly #edges: RunningEdges | undefined;

  private constructor(session: StoreSession, parts: readonly Stoppable[], edges: RunningEdges | undefined) {
    this.session = session;
    this.#parts = parts;
    this.#edges = edges;
  }

  /** The controller of the sites' edges; undefined where they have none. */
  get edges(): EdgeControl | undefined {
    return this.#edges?.control;
  }

  /**
   * Starts the edges of the sites, if they have any, and every replica and proxy, and makes the containers.
   *
   * @throws CodedError of the part that did not start
   */
  static async start(options: StartStore): Promise<RunningStore> {
    const { plan, state } = options;
    const commands = await loadCommands(options.commands);
    const parts: Stoppable[] = [];
    try {
      const edges = plan.network && (await RunningEdges.start(plan.network, options.onEdge));
      if (edges !== undefined) parts.push(edges);
      await Promise.all([startReplicas(options, parts), startProxies(options, parts)]);
      const session = await openStoreSession(plan, { commands, client: state.takeClientNumber() });
      const running = new RunningStore(session, parts, edges);
      for (const { name, metadata } of plan.containers) await session.store.createContainer(name, metadata);
      return running;
    } catch (error) {
      await Promise.all(parts.map((part) => part.stop()));
      throw error;
    }
  }

  /** Stops everything and leaves no process behind. */
  async stop(): Promise<void> {
    await this.session.close();
    await Promise.all(this.#parts.map((part) => part.stop()));
  }
}

async function startReplicas(options: StartStore, parts: Stoppable[]): Promise<void> {
  const { plan, state, commands, onRestart } = options;
  const started = await Promise.allSettled(
    plan.sites.flatMap((site) =>
      site.replicas.map(async ({ name, end }) => {
        const task: ReplicaTask = {
          name,
          end,
          networking: networkingOf(plan, site),
          state: state.path,
          ...(commands !== undefined && { commands }),
        };
        const replica = await SupervisedProcess.start({
          name,
          args: ["vivace", "replica", JSON.stringify(task)],
          outputFile: state.outputFile(name),
          code: "REPLICA-START",
          onRestart,
        });
        parts.push(replica);
      }),
    ),
  );
  const failed = started.find((each) => each.status === "rejected");
  if (failed) throw failed.reason;
}

async function startProxies(options: StartStore, parts: Stoppable[]): Promise<void> {
  const { plan, file, state, onRestart } = options;
  for (const site of plan.sites.filter(({ proxy }) => proxy !== undefined)) {
    const name = `proxy-${site.name}`;
    const proxy = await SupervisedProcess.start({
      ...{ name, outputFile: state.outputFile(name), code: "PROXY-START", onRestart },
      args: ["vivace", "proxy", "--store", file, "--site", site.name],
    });
    parts.push(proxy);
  }
}
