import { readFileSync } from "node:fs";
import path from "node:path";
import {
  buildRest,
  Controller,
  type ControllerEvent,
  type Fabric,
  p4RuntimeConnect,
  parseFabric,
  type RestApp,
  type RingSnapshot,
} from "../../../controller/index.js";
import { CodedError } from "../../base/index.js";
import { eventLoopTimers, monotonicClock } from "../../io/node/index.js";
import { systemErrorCode } from "../failure.js";
import { loadArtifacts, root } from "./artifacts.js";
import { EmbeddedFabric } from "./embedded-fabric.js";
import { LogServerProcess } from "./log-server-process.js";
import { openLogSession } from "./log-session.js";
import type { StateDirectory } from "./state-directory.js";

const servingWithinUs = 20_000_000;

/**
 * Reads a fabric description.
 *
 * @throws CodedError `FABRIC-FILE` when there is none, and every fault of its content with its place
 */
export function loadFabric(file: string): Fabric {
  const inCheckout = path.resolve(root, file);
  try {
    return parseFabric(readFileSync(inCheckout, "utf8"), file);
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    throw new CodedError({
      code: "FABRIC-FILE",
      message: `cannot read ${file}: ${systemErrorCode(error)}`,
      help: "Name a YAML file with --fabric; controller/fabrics/ has one to start from.",
    });
  }
}

/** A fabric at work: its switches, its log servers, each in a process of its own, and its controller. */
export class RunningFabric {
  readonly embedded: EmbeddedFabric;
  readonly logServers: LogServerProcess[] = [];
  readonly #fabric: Fabric;
  readonly #state: StateDirectory;
  readonly #controller: Controller;
  #stopRest: (() => Promise<void>) | undefined;

  private constructor(
    fabric: Fabric,
    state: StateDirectory,
    embedded: EmbeddedFabric,
    controller: Controller,
  ) {
    this.#fabric = fabric;
    this.#state = state;
    this.embedded = embedded;
    this.#controller = controller;
  }

  /**
   * Starts everything and resolves when the token goes round. When a part does not start, what has been started is
   * stopped again.
   *
   * @throws CodedError of the part that did not start
   */
  static async start(
    fabric: Fabric,
    state: StateDirectory,
    onEvent: (event: ControllerEvent) => void = () => {},
  ): Promise<RunningFabric> {
    const embedded = new EmbeddedFabric(fabric);
    await embedded.start();
    const controller = new Controller({
      fabric,
      pipeline: loadArtifacts("tor"),
      addresses: embedded.addresses,
      connect: p4RuntimeConnect(),
      clock: monotonicClock,
      timers: eventLoopTimers,
      onEvent,
    });
    const running = new RunningFabric(fabric, state, embedded, controller);
    try {
      controller.start();
      await Promise.all([running.#startLogServers(), controller.serving(servingWithinUs)]);
      return running;
    } catch (error) {
      await running.stop();
      throw error;
    }
  }

  get name(): string {
    return this.#fabric.name;
  }

  /** What the controller knows of the ring. */
  snapshot(): RingSnapshot {
    return this.#controller.snapshot();
  }

  /**
   * Serves the REST API at `host:port`.
   *
   * @returns the URL
   * @throws CodedError `REST-LISTEN` when the address cannot be had
   */
  async serveRest(host: string, port: number): Promise<string> {
    const api = this.embedded.attachments.find((each) => each.role === "api");
    if (api === undefined) {
      const message = "the fabric has no host with the role `api`";
      throw new CodedError({
        code: "REST-LISTEN",
        message,
        help: "Add one: the REST API appends through it.",
      });
    }
    const session = await openLogSession(api);
    const app = await buildRest({
      fabric: this.#fabric,
      ring: () => this.snapshot(),
      addresses: this.embedded.addresses,
      log: session.client,
    });
    this.#stopRest = async () => {
      await app.close();
      await session.close();
    };
    return listen(app, host, port);
  }

  /** Stops everything and leaves no process behind. */
  async stop(): Promise<void> {
    await this.#stopRest?.();
    await this.#controller.close();
    await Promise.all(this.logServers.map((server) => server.stop()));
    await this.embedded.stop();
  }

  async #startLogServers(): Promise<void> {
    const hosts = this.embedded.attachments.filter((host) => host.role === "log-server");
    const started = await Promise.allSettled(
      hosts.map(async (host) => {
        const task = { host, directory: this.#state.logDirectory(host.name) };
        this.logServers.push(await LogServerProcess.start(task, this.#state.outputFile(host.name)));
      }),
    );
    const failed = started.find((each) => each.status === "rejected");
    if (failed) throw failed.reason;
  }
}

async function listen(app: RestApp, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    throw new CodedError({
      code: "REST-LISTEN",
      message: `cannot listen at ${host}:${port}: ${systemErrorCode(error) ?? String(error)}`,
      help: "Choose another address with --listen HOST:PORT; port 0 takes any free one.",
    });
  }
}
