import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import type { Clock, Timers, Transport } from "../../io/index.js";
import { decodeUdpDatagram, encodeUdpDatagram } from "../../wire/index.js";
import { randomStreams, Simulation } from "../kernel/index.js";
import { startFlood } from "./flood.js";
import { geographies, type SiteHost, siteAddress } from "./geography.js";
import { SiteNetwork, type WanLink } from "./site-network.js";

/** The experiment of figure 4 of the paper. */
export interface ProbeExperiment {
  readonly seed: number;
  readonly artifact: PipelineConfig;
  readonly link: WanLink;
  readonly oversubscription: number;
}

/** Round trips by the second in which they began. */
export interface ProbeResult {
  readonly regular: readonly (readonly [seconds: number, milliseconds: number])[];
  readonly priority: readonly (readonly [seconds: number, milliseconds: number])[];
}

const hosts: readonly SiteHost[] = [
  { site: 0, number: 1, isTrusted: true },
  { site: 0, number: 2, isTrusted: true },
  { site: 0, number: 20, isTrusted: false },
  { site: 1, number: 3, isTrusted: true },
];
const flood = { fromUs: 10e6, toUs: 30e6 } as const;
const endUs = 40e6;
const everyUs = 200_000;
/** As TCP: asked again after 200 ms above the round trip of an empty network, each time after twice as long. */
const retryUs = 200_000;
const expedited = 46;
/** RFC 862. */
const echoPort = 7;

/** Measures round trips of small requests, marked and not, while a flood comes and goes. */
export function runProbe({ seed, artifact, link, oversubscription }: ProbeExperiment): ProbeResult {
  const simulation = new Simulation();
  const streams = randomStreams(seed);
  const network = new SiteNetwork({ simulation, streams, artifact, link, geography: geographies[2], hosts });
  const [first, second, flooder, echo] = hosts;
  if (!first || !second || !flooder || !echo) return { regular: [], priority: [] };
  answerProbes(network.plug(echo));
  const options = { time: simulation, to: siteAddress(echo), roundTripUs: 2 * link.delayUs };
  const regular = new Prober({ ...options, host: first, transport: network.plug(first), dscp: 0 });
  const priority = new Prober({ ...options, host: second, transport: network.plug(second), dscp: expedited });
  const source = network.plug(flooder);
  simulation.schedule(flood.fromUs, () => {
    const route = { dscp: 0, from: siteAddress(flooder), to: siteAddress(echo) };
    const rateBps = oversubscription * link.rateBps;
    const stop = startFlood(simulation, streams.stream("flood"), source, { ...route, rateBps });
    simulation.schedule(flood.toUs - flood.fromUs, stop);
  });
  simulation.runUntil(endUs);
  return { regular: regular.roundTrips, priority: priority.roundTrips };
}

/** Sends every small datagram back, with the mark that it had, or that it had before a socket took it away. */
export function answerProbes(transport: Transport, dscp?: number): void {
  transport.onFrame((frame) => {
    const datagram = decodeUdpDatagram(frame);
    if (datagram === undefined || datagram.payload.length > 8) return;
    const { source, destination, ethernet } = datagram;
    const back = { ...datagram, ethernet, source: destination, destination: source };
    transport.send(encodeUdpDatagram(dscp === undefined ? back : { ...back, dscp }));
  });
}

/** What a prober runs on, and whom it asks. */
export interface ProberOptions {
  readonly time: Clock & Timers;
  readonly host: SiteHost;
  readonly transport: Transport;
  readonly to: number;
  readonly dscp: number;
  /** UDP port of both ends; by default that of the echo service. */
  readonly port?: number;
  readonly roundTripUs: number;
}

/** Asks every so often, and asks again until it is answered. */
export class Prober {
  readonly roundTrips: (readonly [number, number])[] = [];
  readonly #options: ProberOptions;
  readonly #begunUs = new Map<number, number>();
  #last = 0;
  #isStopped = false;

  constructor(options: ProberOptions) {
    this.#options = options;
    options.transport.onFrame((frame) => this.#answered(frame));
    this.#next();
  }

  /** Asks nothing more, also not again. */
  stop(): void {
    this.#isStopped = true;
    this.#begunUs.clear();
  }

  #next(): void {
    if (this.#isStopped) return;
    const { time } = this.#options;
    this.#last += 1;
    this.#begunUs.set(this.#last, time.nowUs());
    this.#ask(this.#last, this.#options.roundTripUs + retryUs);
    time.schedule(everyUs, () => this.#next());
  }

  #ask(number: number, waitUs: number): void {
    if (!this.#begunUs.has(number)) return;
    const { time, host, transport, to, dscp, port = echoPort } = this.#options;
    const payload = new Uint8Array(Uint32Array.of(number).buffer);
    const [source, destination] = [siteAddress(host), to].map((address) => ({ address, port }));
    if (source === undefined || destination === undefined) return;
    transport.send(encodeUdpDatagram({ ethernet: { dst: 0n, src: 0n }, source, destination, dscp, payload }));
    time.schedule(waitUs, () => this.#ask(number, 2 * waitUs));
  }

  #answered(frame: Uint8Array): void {
    const payload = decodeUdpDatagram(frame)?.payload;
    if (payload?.length !== 4) return;
    const number = new Uint32Array(payload.slice().buffer)[0] ?? 0;
    const begunUs = this.#begunUs.get(number);
    if (begunUs === undefined) return;
    this.#begunUs.delete(number);
    this.roundTrips.push([begunUs / 1e6, (this.#options.time.nowUs() - begunUs) / 1000]);
  }
}
