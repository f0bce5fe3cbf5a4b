import type { Transport } from "../../../src/io/index.js";
import {
  Channel,
  type LinkConditions,
  type LinkDisturbance,
  type RandomStreams,
  rackLink,
  type Simulation,
} from "../../../src/sim/index.js";
import { decodeUdpDatagram, decodeVivace, type VivaceMessage } from "../../../src/wire/index.js";
import { hostOf, type Topology } from "./topology.js";

/** One-way delays, as in figure 2 of the paper. */
export interface Delays {
  /** δ: within a site. */
  readonly localUs: number;
  /** D: between sites, without priority. */
  readonly normalUs: number;
  /** d: between sites, with priority. */
  readonly priorityUs: number;
}

/** Holds back messages of a kind until they are released. */
export type Hold = (message: VivaceMessage) => boolean;

/**
 * The network between the machines of a topology: a channel each way between any two, and one more for messages with
 * priority. A link is named after its two machines: `c1~r2`.
 */
export class WideArea {
  readonly links: readonly string[];
  readonly #channels = new Map<string, Channel>();
  readonly #receivers = new Map<number, (frame: Uint8Array) => void>();
  readonly #names = new Map<number, string>();
  #hold: Hold | undefined;
  #counts: ((message: VivaceMessage, bytes: number, from: string, to: string) => void) | undefined;
  #held: (() => void)[] = [];

  constructor(simulation: Simulation, streams: RandomStreams, topology: Topology, delays: Delays) {
    const machines = [...topology.replicas, ...topology.clients];
    for (const { name } of machines) this.#names.set(hostOf(topology, name).address, name);
    for (const from of machines) {
      for (const to of machines) {
        for (const isPriority of [false, true]) {
          const remoteUs = isPriority ? delays.priorityUs : delays.normalUs;
          const nearUs = from.name === to.name ? 0 : delays.localUs;
          const delayUs = from.site === to.site ? nearUs : remoteUs;
          const conditions: LinkConditions = { ...rackLink, rateBps: 0, delayUs };
          const name = channelName(from.name, to.name, isPriority);
          const channel = new Channel(simulation, streams.stream(name), conditions);
          const { address } = hostOf(topology, to.name);
          channel.onFrame((frame) => this.#receivers.get(address)?.(frame));
          this.#channels.set(name, channel);
        }
      }
    }
    const names = machines.map(({ name }) => name);
    this.links = names.flatMap((left, at) => names.slice(at + 1).map((right) => `${left}~${right}`));
  }

  /** The port of a machine. */
  port(topology: Topology, name: string): Transport {
    const { address } = hostOf(topology, name);
    return {
      send: (frame) => this.#send(name, frame),
      onFrame: (receive) => this.#receivers.set(address, receive),
    };
  }

  disturb(link: string, disturbance: LinkDisturbance | undefined): void {
    for (const channel of this.#channelsOf(link)) channel.disturb(disturbance);
  }

  cut(link: string, cut: boolean): void {
    for (const channel of this.#channelsOf(link)) channel.setCut(cut);
  }

  /** Holds back what `hold` says, until `release`: it leaves then. */
  hold(hold: Hold): void {
    this.#hold = hold;
  }

  release(): void {
    this.#hold = undefined;
    for (const send of this.#held.splice(0)) send();
  }

  /** Counts the messages that `counts` says from now on. */
  count(counts: (message: VivaceMessage, bytes: number, from: string, to: string) => void): void {
    this.#counts = counts;
  }

  #channelsOf(link: string): readonly Channel[] {
    const [left = "", right = ""] = link.split("~");
    return [false, true].flatMap((isPriority) =>
      [channelName(left, right, isPriority), channelName(right, left, isPriority)].flatMap(
        (name) => this.#channels.get(name) ?? [],
      ),
    );
  }

  #send(from: string, frame: Uint8Array): void {
    const datagram = decodeUdpDatagram(frame);
    const to = datagram && this.#names.get(datagram.destination.address);
    if (datagram === undefined || to === undefined) return;
    const message = (this.#hold ?? this.#counts) && decodeVivace(datagram.payload);
    if (message !== undefined) this.#counts?.(message, datagram.payload.length, from, to);
    const send = () => this.#channels.get(channelName(from, to, datagram.dscp > 0))?.send(frame);
    if (message !== undefined && this.#hold?.(message)) this.#held.push(send);
    else send();
  }
}

function channelName(from: string, to: string, isPriority: boolean): string {
  return `${from}>${to}${isPriority ? "!" : ""}`;
}
