import { UdpSocketTransport } from "../../io/node/index.js";
import { encodeUdpDatagram } from "../../wire/index.js";
import { serveParent } from "./serve-parent.js";

/** A host that congests the links of its site. */
export interface FloodTask {
  readonly kind: "flood";
  readonly address: number;
  /** Whom it sends to: a host of each other site. */
  readonly targets: readonly number[];
}

/** How much it sends to each of them, and what its packets claim. */
export interface FloodRate {
  readonly rateBps: number;
  readonly dscp: number;
}

const port = 5001;
const payloadBytes = 1358;
const everyMs = 2;
/** After a pause of the machine not everything is made up for. */
const burstMax = 50;

/** Sends datagrams of 1,400 bytes at a rate from `start` to `stop`; what others send to it, it throws away. */
export async function runFlood({ address, targets }: FloodTask): Promise<void> {
  const host = { address, port, mac: 0n };
  const transport = await UdpSocketTransport.open({ host, switchMac: 0n, classes: [0, 46] });
  let timer: NodeJS.Timeout | undefined;
  const stop = () => clearInterval(timer);
  const start = ({ rateBps, dscp }: FloodRate) => {
    stop();
    const frames = targets.map((target) => floodFrame(address, target, dscp));
    const frameMs = ((frames[0]?.length ?? 0) * 8e3) / rateBps;
    let nextMs = performance.now();
    timer = setInterval(() => {
      const nowMs = performance.now();
      nextMs = Math.max(nextMs, nowMs - burstMax * frameMs);
      for (; nextMs < nowMs; nextMs += frameMs * 2 * Math.random()) {
        for (const frame of frames) transport.send(frame);
      }
    }, everyMs);
  };
  const answers = new Map<string, (argument: unknown) => unknown>([
    ["start", (rate) => start(rate as FloodRate)],
    ["stop", stop],
  ]);
  await serveParent(null, answers);
  stop();
  await transport.close();
}

function floodFrame(from: number, to: number, dscp: number): Uint8Array {
  return encodeUdpDatagram({
    ethernet: { dst: 0n, src: 0n },
    source: { address: from, port },
    destination: { address: to, port },
    dscp,
    payload: new Uint8Array(payloadBytes),
  });
}
