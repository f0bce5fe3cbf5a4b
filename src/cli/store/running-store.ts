import type { StorePlan } from "../../../controller/index.js";
import type { ReplicaTask } from "../commands/vivace/replica.js";
import { type RestartListener, SupervisedProcess } from "../fabric/supervised-process.js";
import { openStoreSession, type StoreSession } from "./store-session.js";
import type { StoreState } from "./store-state.js";
import { loadCommands } from "./user-commands.js";

/** What a store is started with. */
export interface StartStore {
  readonly plan: StorePlan;
  readonly state: StoreState;
  /** A module with commands. */
  readonly commands?: string | undefined;
  readonly onRestart: RestartListener;
}

/** A store at work: its replicas, each in a process of its own, and a client that has made the containers. */
export class RunningStore {
  readonly session: StoreSession;
  readonly #replicas: readonly SupervisedProcess[];

  private constructor(session: StoreSession, replicas: readonly SupervisedProcess[]) {
    this.session = session;
    this.#replicas = replicas;
  }

  /**
   * Starts every replica and makes the containers.
   *
   * @throws CodedError of the part that did not start
   */
  static async start(options: StartStore): Promise<RunningStore> {
    const { plan, state } = options;
    const commands = await loadCommands(options.commands);
    const replicas: SupervisedProcess[] = [];
    try {
      await startReplicas(options, replicas);
      const session = await openStoreSession(plan, { commands, client: state.takeClientNumber() });
      const running = new RunningStore(session, replicas);
      for (const { name, metadata } of plan.containers) await session.store.createContainer(name, metadata);
      return running;
    } catch (error) {
      await Promise.all(replicas.map((replica) => replica.stop()));
      throw error;
    }
  }

  /** Stops everything and leaves no process behind. */
  async stop(): Promise<void> {
    await this.session.close();
    await Promise.all(this.#replicas.map((replica) => replica.stop()));
  }
}

async function startReplicas(options: StartStore, replicas: SupervisedProcess[]): Promise<void> {
  const { plan, state, commands, onRestart } = options;
  const started = await Promise.allSettled(
    plan.sites.flatMap((site) =>
      site.replicas.map(async ({ name, end }) => {
        const { classes } = plan;
        const task: ReplicaTask = {
          name,
          end,
          classes,
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
        replicas.push(replica);
      }),
    ),
  );
  const failed = started.find((each) => each.status === "rejected");
  if (failed) throw failed.reason;
}
