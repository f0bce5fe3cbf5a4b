import { type Random, randomFraction } from "../../base/index.js";
import type { Transport } from "../../io/index.js";
import { encodeUdpDatagram, macOfIpv4 } from "../../wire/index.js";
import type { Simulation } from "../kernel/simulation.js";

/** Traffic that congests a link. */
export interface FloodOptions {
  readonly rateBps: number;
  /** The DSCP that the sender writes, with or without the right to. */
  readonly dscp: number;
  readonly from: number;
  readonly to: number;
}

const payloadBytes = 1358;
const port = 5001;

/** Sends datagrams of 1,400 bytes at a rate, with random gaps, until the returned function is called. */
export function startFlood(
  simulation: Simulation,
  random: Random,
  transport: Transport,
  { rateBps, dscp, from, to }: FloodOptions,
): () => void {
  let isOn = true;
  const frame = encodeUdpDatagram({
    ethernet: { dst: 0n, src: macOfIpv4(from) },
    source: { address: from, port },
    destination: { address: to, port },
    dscp,
    payload: new Uint8Array(payloadBytes),
  });
  const gapUs = (frame.length * 8e6) / rateBps;
  const send = () => {
    if (!isOn) return;
    // A frame belongs to the switch from then on.
    transport.send(frame.slice());
    simulation.schedule(gapUs * 2 * randomFraction(random), send);
  };
  send();
  return () => {
    isOn = false;
  };
}
