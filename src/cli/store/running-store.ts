import type { EdgeControl, EdgeStatus, StorePlan } from "../../../controller/index.js";
import type { ReplicaTask } from "../commands/vivace/replica.js";
import { unlessAborted } from "../fabric/interrupt.js";
import { settleAll } from "../fabric/settle-all.js";
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
  /** Aborted by whoever wants to stop before it is up: whatever has started is stopped, too. */
  readonly aborted: AbortSignal;
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
   * @throws CodedError of the part that did not start; the reason of `aborted` when that comes first
   */
  static async start(options: StartStore): Promise<RunningStore> {
    const { plan, state, aborted } = options;
    const commands = await loadCommands(options.commands);
    const parts: Stoppable[] = [];
    try {
      const edges = plan.network && (await RunningEdges.start(plan.network, options.onEdge, aborted));
      if (edges !== undefined) parts.push(edges);
      await startProcesses(options, parts);
      const session = await openStoreSession(plan, { commands, client: state.takeClientNumber() });
      parts.unshift({ stop: () => session.close() });
      await unlessAborted(aborted, createContainers(plan, session));
      return new RunningStore(session, parts, edges);
    } catch (error) {
      await Promise.all(parts.map((part) => part.stop()));
      throw error;
    }
  }

  /** Stops everything and leaves no process behind. */
  async stop(): Promise<void> {
    await Promise.all(this.#parts.map((part) => part.stop()));
  }
}

async function createContainers({ containers }: StorePlan, { store }: StoreSession): Promise<void> {
  for (const { name, metadata } of containers) await store.createContainer(name, metadata);
}

/** Starts every replica and proxy at once. Those that have started are parts, even when another one has not. */
async function startProcesses(options: StartStore, parts: Stoppable[]): Promise<void> {
  const { state, aborted, onRestart } = options;
  const processes = [...replicasOf(options), ...proxiesOf(options)];
  await settleAll(
    processes.map(async ({ name, args, code }) => {
      const outputFile = state.outputFile(name);
      parts.push(await SupervisedProcess.start({ name, args, code, outputFile, aborted, onRestart }));
    }),
  );
}

/** A process of a store: its name, the arguments of `ringworld`, and the code of the error when it does not start. */
interface StoreProcess {
  readonly name: string;
  readonly args: readonly string[];
  readonly code: string;
}

function replicasOf({ plan, state, commands }: StartStore): readonly StoreProcess[] {
  return plan.sites.flatMap((site) =>
    site.replicas.map(({ name, end }) => {
      const task: ReplicaTask = {
        name,
        end,
        networking: networkingOf(plan, site),
        state: state.path,
        ...(commands !== undefined && { commands }),
      };
      return { name, args: ["vivace", "replica", JSON.stringify(task)], code: "REPLICA-START" };
    }),
  );
}

function proxiesOf({ plan, file }: StartStore): readonly StoreProcess[] {
  const sites = plan.sites.filter(({ proxy }) => proxy !== undefined);
  return sites.map(({ name }) => {
    const args = ["vivace", "proxy", "--store", file, "--site", name];
    return { name: `proxy-${name}`, args, code: "PROXY-START" };
  });
}
