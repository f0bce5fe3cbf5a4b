import type { Transport } from "../../io/index.js";
import {
  decodeUdpDatagram,
  decodeVivace,
  encodeUdpDatagram,
  encodeVivace,
  isCritical,
  type UdpEnd,
} from "../../wire/index.js";
import type { IncomingMessage, OutgoingMessage } from "./message.js";

/** Who a host is, and the router through which it reaches the others. */
export interface VivaceHost extends UdpEnd {
  readonly mac: bigint;
  readonly gatewayMac: bigint;
}

/** The traffic classes, 0 … 63, of critical messages and of the rest. */
export interface TrafficClasses {
  readonly criticalDscp: number;
  readonly dataDscp: number;
}

/** Critical messages are expedited (RFC 3246), data is best effort. */
export const defaultClasses: TrafficClasses = { criticalDscp: 46, dataDscp: 0 };

/** Sends and receives Vivace messages, each in a datagram of its own. What is none is counted and dropped. */
export class VivaceEndpoint {
  readonly #transport: Transport;
  readonly #host: VivaceHost;
  readonly #classes: TrafficClasses;
  #refusedFrames = 0;

  constructor(transport: Transport, host: VivaceHost, classes: Partial<TrafficClasses> = {}) {
    this.#transport = transport;
    this.#host = host;
    this.#classes = { ...defaultClasses, ...classes };
  }

  /** How many frames arrived that are no Vivace messages to this end. */
  get refusedFrames(): number {
    return this.#refusedFrames;
  }

  send({ destination, message }: OutgoingMessage): void {
    const { address, port, mac, gatewayMac } = this.#host;
    const { criticalDscp, dataDscp } = this.#classes;
    const frame = encodeUdpDatagram({
      ethernet: { dst: gatewayMac, src: mac },
      source: { address, port },
      destination,
      dscp: isCritical(message.kind) ? criticalDscp : dataDscp,
      payload: encodeVivace(message),
    });
    this.#transport.send(frame);
  }

  onMessage(receive: (message: IncomingMessage) => void): void {
    const { address, port } = this.#host;
    this.#transport.onFrame((frame) => {
      const datagram = decodeUdpDatagram(frame);
      const isOurs = datagram?.destination.address === address && datagram.destination.port === port;
      const message = datagram && isOurs ? decodeVivace(datagram.payload) : undefined;
      if (datagram === undefined || message === undefined) this.#refusedFrames += 1;
      else receive({ source: datagram.source, message });
    });
  }
}
