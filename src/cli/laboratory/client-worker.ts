import { setTimeout as wait } from "node:timers/promises";
import {
  eventLoopTimers,
  monotonicClock,
  systemClock,
  systemRandom,
  UdpSocketTransport,
} from "../../io/node/index.js";
import {
  answerProbes,
  experimentConfig,
  keyOf,
  type MeasuredOperation,
  type ProbeResult,
  Prober,
  type ReplicaSets,
  type SiteHost,
  type TwitterRequest,
  TwitterScenario,
} from "../../sim/index.js";
import {
  type Algorithms,
  type Command,
  defaultClasses,
  standardCommands,
  VivaceClient,
} from "../../vivace/index.js";
import { openStoreEnd, type StoreEnd } from "../store/store-transport.js";
import { measureEtcd } from "./etcd-client.js";
import { serveParent } from "./serve-parent.js";
import { type Amount, type Timed, timed } from "./timed.js";

/** A client of the store at a site. */
export interface ClientTask {
  readonly kind: "client";
  readonly host: SiteHost;
  readonly address: number;
  readonly sets: ReplicaSets;
}

/** An experiment that begins: who does it, and a number that no other one has. */
export interface Opening {
  readonly number: number;
  readonly algorithms: Algorithms;
  /** Present: with the application, and users of it. */
  readonly isTwitter?: boolean;
}

/** Round trips to measure, to a host that answers them. */
export interface ProbeRequest {
  readonly to: number;
  readonly roundTripUs: number;
  readonly seconds: number;
}

const valueBytes = 1024;
const expedited = 46;
/** Where probes of each class are answered. */
const echoPort = (dscp: number) => 7000 + dscp;
const replace: Command = (state = new Uint8Array(0), argument) => ({ state: argument, result: state });

/** Does what an experiment asks of a client, and answers the probes of other sites. */
export async function runClient(task: ClientTask): Promise<void> {
  const echoes = await Promise.all([0, expedited].map((dscp) => openProbe(task.address, dscp)));
  const worker = new ClientWorker(task);
  const answers = new Map<string, (argument: unknown) => unknown>([
    ["open", (opening) => worker.open(opening as Opening)],
    ["operations", (ask) => worker.operations(ask as { operation: MeasuredOperation; amount: Amount })],
    ["requests", (ask) => worker.requests(ask as { request: TwitterRequest; amount: Amount })],
    ["close", () => worker.close()],
    ["probe", (request) => worker.probe(request as ProbeRequest, echoes)],
    ["etcd", (ask) => measureEtcd(ask as Parameters<typeof measureEtcd>[0])],
  ]);
  for (const { transport, dscp } of echoes) answerProbes(transport, dscp);
  await serveParent(null, answers);
  await worker.close();
  await Promise.all(echoes.map(({ transport }) => transport.close()));
}

interface Echo {
  readonly dscp: number;
  readonly transport: UdpSocketTransport;
}

async function openProbe(address: number, dscp: number): Promise<Echo> {
  const host = { address, port: echoPort(dscp), mac: 0n };
  return { dscp, transport: await UdpSocketTransport.open({ host, switchMac: 0n, classes: [0, expedited] }) };
}

class ClientWorker {
  readonly #task: ClientTask;
  #end: StoreEnd | undefined;
  #client: VivaceClient | undefined;
  #scenario: TwitterScenario | undefined;
  #number = 0;

  constructor(task: ClientTask) {
    this.#task = task;
  }

  /** Opens a client whose objects are there already. */
  async open({ number, algorithms, isTwitter = false }: Opening): Promise<void> {
    const networking = { classes: defaultClasses, hasEdges: false };
    this.#end = await openStoreEnd({ address: this.#task.address, port: 0 }, networking);
    const client = new VivaceClient({
      ...this.#end,
      clock: monotonicClock,
      timers: eventLoopTimers,
      random: systemRandom(),
      timestampClock: systemClock,
      client: number,
      config: { algorithms, ...experimentConfig },
      commands: new Map([...standardCommands, ["replace", replace]]),
    });
    this.#client = client;
    this.#number = number;
    if (isTwitter) {
      const { sets } = this.#task;
      this.#scenario = new TwitterScenario({ client, sets, clock: systemClock, suffix: `-${number}` });
      await this.#scenario.prepare();
    } else {
      await this.#perform("write");
      await this.#perform("execute");
    }
  }

  operations({ operation, amount }: { operation: MeasuredOperation; amount: Amount }): Promise<Timed> {
    return timed(amount, () => this.#perform(operation));
  }

  requests({ request, amount }: { request: TwitterRequest; amount: Amount }): Promise<Timed> {
    return timed(amount, async () => this.#scenario?.ask(request));
  }

  async close(): Promise<void> {
    this.#client?.close();
    await this.#end?.close();
    this.#client = undefined;
    this.#end = undefined;
  }

  /** Round trips of both classes at the same time. */
  async probe({ to, roundTripUs, seconds }: ProbeRequest, echoes: readonly Echo[]): Promise<ProbeResult> {
    const time = { ...eventLoopTimers, nowUs: () => monotonicClock.nowUs() - begunUs };
    const begunUs = monotonicClock.nowUs();
    const { host } = this.#task;
    const probers = echoes.map(({ dscp, transport }) => {
      return new Prober({ time, host, transport, to, dscp, port: echoPort(dscp), roundTripUs });
    });
    await wait(seconds * 1000);
    for (const prober of probers) prober.stop();
    const [regular, priority] = probers.map(({ roundTrips }) => roundTrips);
    return { regular: regular ?? [], priority: priority ?? [] };
  }

  async #perform(operation: MeasuredOperation): Promise<void> {
    const value = new Uint8Array(valueBytes).fill(1);
    const placeOf = (type: string) => ({ key: keyOf(`${type}${this.#number}`), ...this.#task.sets });
    if (operation === "read") await this.#client?.read(placeOf("rw"));
    else if (operation === "write") await this.#client?.write(placeOf("rw"), value);
    else await this.#client?.execute(placeOf("rmw"), "replace", value);
  }
}
