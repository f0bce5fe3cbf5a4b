import { UdpSocketTransport } from "../../io/node/index.js";
import { tickFrame } from "../../ringworld/index.js";
import { parseIpv4, ringworldPort } from "../../wire/index.js";
import { stopped } from "../fabric/stopped.js";

/** What a tick generator is told by whoever starts it. */
export interface TicksTask {
  readonly targets: readonly {
    /** An IPv4 address that leads to the generator port of a switch. */
    readonly address: string;
    readonly tickUs: number;
  }[];
}

/**
 * Tells switches without a packet generator that time passes, until the parent goes away or asks it to stop. It says
 * `ready` to the parent when the first tick is about to be sent.
 */
export async function ticks(task: TicksTask): Promise<void> {
  const host = { mac: 0n, address: 0, port: ringworldPort };
  const transport = await UdpSocketTransport.open({ host, switchMac: 0n });
  const timers = task.targets.map(({ address, tickUs }) => {
    const frame = tickFrame(parseIpv4(address));
    return setInterval(() => transport.send(frame), tickUs / 1000);
  });
  process.send?.("ready");
  await stopped();
  for (const timer of timers) clearInterval(timer);
  await transport.close();
}
