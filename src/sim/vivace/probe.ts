import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import type { Transport } from "../../io/index.js";
import { decodeUdpDatagram, encodeUdpDatagram } from "../../wire/index.js";
import { randomStreams, Simulation } from "../kernel/index.js";
import { startFlood } from "./flood.js";
import { type SiteHost, SiteNetwork, siteAddress, type WanLink } from "./site-network.js";

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

/** Measures round trips of small requests, marked and not, while a flood comes and goes. */
export function runProbe({ seed, artifact, link, oversubscription }: ProbeExperiment): ProbeResult {
  const simulation = new Simulation();
  const streams = randomStreams(seed);
  const network = new SiteNetwork(simulation, streams, artifact, link, hosts);
  const [first, second, flooder, echo] = hosts;
  if (!first || !second || !flooder || !echo) return { regular: [], priority: [] };
  answerProbes(network.plug(echo));
  const options = { simulation, to: siteAddress(echo), roundTripUs: 2 * link.delayUs };
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

/** Sends every small datagram back. */
function answerProbes(transport: Transport): void {
  transport.onFrame((frame) => {
    const datagram = decodeUdpDatagram(frame);
    if (datagram === undefined || datagram.payload.length > 8) return;
    const { source, destination, ethernet } = datagram;
    transport.send(encodeUdpDatagram({ ...datagram, ethernet, source: destination, destination: source }));
  });
}

interface ProberOptions {
  readonly simulation: Simulation;
  readonly host: SiteHost;
  readonly transport: Transport;
  readonly to: number;
  readonly dscp: number;
  readonly roundTripUs: number;
}

/** Asks every so often, and asks again until it is answered. */
class Prober {
  readonly roundTrips: (readonly [number, number])[] = [];
  readonly #options: ProberOptions;
  readonly #begunUs = new Map<number, number>();
  #last = 0;

  constructor(options: ProberOptions) {
    this.#options = options;
    options.transport.onFrame((frame) => this.#answered(frame));
    this.#next();
  }

  #next(): void {
    const { simulation } = this.#options;
    this.#last += 1;
    this.#begunUs.set(this.#last, simulation.nowUs());
    this.#ask(this.#last, this.#options.roundTripUs + retryUs);
    simulation.schedule(everyUs, () => this.#next());
  }

  #ask(number: number, waitUs: number): void {
    if (!this.#begunUs.has(number)) return;
    const { simulation, host, transport, to, dscp } = this.#options;
    const payload = new Uint8Array(Uint32Array.of(number).buffer);
    const [source, destination] = [siteAddress(host), to].map((address) => ({ address, port: 7 }));
    if (source === undefined || destination === undefined) return;
    transport.send(encodeUdpDatagram({ ethernet: { dst: 0n, src: 0n }, source, destination, dscp, payload }));
    simulation.schedule(waitUs, () => this.#ask(number, 2 * waitUs));
  }

  #answered(frame: Uint8Array): void {
    const payload = decodeUdpDatagram(frame)?.payload;
    if (payload?.length !== 4) return;
    const number = new Uint32Array(payload.slice().buffer)[0] ?? 0;
    const begunUs = this.#begunUs.get(number);
    if (begunUs === undefined) return;
    this.#begunUs.delete(number);
    this.roundTrips.push([begunUs / 1e6, (this.#options.simulation.nowUs() - begunUs) / 1000]);
  }
}
