import path from "node:path";
import { Child, type ChildOptions } from "./child.js";
import { Fault } from "./fault.js";
import { program } from "./ringworld.js";

/** The processes of one environment: they are started and stopped together. */
export class Processes {
  readonly #directory: string;
  readonly #say: (line: string) => void;
  readonly #children: Child[] = [];
  #stopping = false;

  /** What a process prints goes to a file in `directory`. */
  constructor(directory: string, say: (line: string) => void) {
    this.#directory = directory;
    this.#say = say;
  }

  /** All that were started, ended ones too. */
  get children(): readonly Child[] {
    return this.#children;
  }

  /** @throws Fault `STOPPED` when everything is being stopped */
  async start(name: string, command: ChildOptions["command"]): Promise<Child> {
    return this.#start(name, command, false);
  }

  /** Starts a `ringworld` command in a namespace, or here, and waits until it is ready. */
  async startRingworld(name: string, args: readonly string[], namespace?: string): Promise<Child> {
    const command = [process.execPath, program, ...args] as const;
    const inNamespace = namespace === undefined ? command : enter(namespace, command);
    const child = await this.#start(name, inNamespace, true);
    await child.ready();
    return child;
  }

  /** Stops all, switches last, and lets no other start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#children.filter(({ hasChannel }) => hasChannel).map((child) => child.stop()));
    await Promise.all(this.#children.map((child) => child.stop()));
  }

  async #start(name: string, command: ChildOptions["command"], hasChannel: boolean): Promise<Child> {
    if (this.#stopping) throw new Fault("STOPPED", "the environment is being stopped", "Start it again.");
    const child = await Child.start({
      name,
      command,
      output: path.join(this.#directory, `${name}.out`),
      hasChannel,
      onUnexpectedEnd: (which, how) => this.#say(`${which} ended: ${how}`),
    });
    this.#children.push(child);
    if (this.#stopping) await child.stop();
    return child;
  }
}

/** A command as it runs in a network namespace. */
function enter(namespace: string, command: ChildOptions["command"]): ChildOptions["command"] {
  return ["ip", "netns", "exec", namespace, ...command];
}
