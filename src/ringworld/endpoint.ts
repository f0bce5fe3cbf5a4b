import { recycle } from "../base/index.js";
import type { Transport } from "../io/index.js";
import { decodeFrame, encodeFrame, macOfIpv4, rackHostAddress, rackSwitchAddress } from "../wire/index.js";
import type { Message, OutgoingMessage } from "./message.js";

/** Who a host is and which switch it is attached to. */
export interface HostIdentity {
  /** IPv4 address of the host. */
  readonly address: number;
  readonly mac: bigint;
  /** IPv4 address of the host's ToR switch. */
  readonly switchAddress: number;
  readonly switchMac: bigint;
}

/** The identity of host `host` of rack `rack`, both from 1, under the addresses of docs/PROTOCOL.md. */
export function rackHost(rack: number, host: number): HostIdentity {
  const address = rackHostAddress(rack, host);
  const switchAddress = rackSwitchAddress(rack);
  return { address, mac: macOfIpv4(address), switchAddress, switchMac: macOfIpv4(switchAddress) };
}

/** Sends and receives RingWorld messages as frames. Frames that are none are counted and dropped. */
export class Endpoint {
  readonly host: HostIdentity;
  readonly #transport: Transport;
  readonly #dscp: number;
  #refusedFrames = 0;

  /** `dscp` is the traffic class of what is sent, 0 … 63. */
  constructor(transport: Transport, host: HostIdentity, dscp = 0) {
    this.#transport = transport;
    this.host = host;
    this.#dscp = dscp;
  }

  /** How many frames arrived that are no RingWorld messages. */
  get refusedFrames(): number {
    return this.#refusedFrames;
  }

  send(message: OutgoingMessage): void {
    const { host } = this;
    const frame = encodeFrame({
      ethernet: { dst: host.switchMac, src: host.mac },
      ipv4: { src: host.address, dst: message.destination, dscp: this.#dscp },
      ringworld: message.header,
      payload: message.payload,
    });
    if (this.#transport.send(frame) === true) recycle(frame);
  }

  /**
   * Sets the receiver of messages. A `release` goes to the rack's hosts alike, so that the destination address is not
   * looked at. It says true when it keeps nothing of a message.
   */
  onMessage(receive: (message: Message) => unknown): void {
    this.#transport.onFrame((bytes) => {
      const decoded = decodeFrame(bytes);
      if (!decoded.ok) {
        this.#refusedFrames += 1;
        return true;
      }
      const { ipv4, ringworld, payload } = decoded.frame;
      return receive({ source: ipv4.src, destination: ipv4.dst, header: ringworld, payload });
    });
  }
}
