import type { Cable } from "../../../controller/index.js";
import { UdpTunnel } from "../../io/node/index.js";
import { EmbeddedSwitch } from "./embedded-switch.js";

/** A port of a switch, and the tunnel behind it. */
export interface SwitchTaskPort {
  readonly number: number;
  /** UDP ports of 127.0.0.1: where frames come in, and where they go. */
  readonly local: number;
  readonly peer: number;
  readonly cable: Cable;
}

/** What the process of a switch is told by whoever starts it. It survives JSON. */
export interface SwitchTask {
  readonly name: string;
  /** As a decimal string. */
  readonly deviceId: string;
  /** `host:port` of the P4Runtime server. */
  readonly grpc: string;
  readonly tickUs: number;
  readonly recirculationDelayUs: number;
  readonly generatorPort: number;
  readonly ports: readonly SwitchTaskPort[];
}

/** A switch at work whose cables are tunnels. */
export interface TunnelledSwitch {
  close(): Promise<void>;
}

/**
 * Starts the switch of a task; it forwards and listens when this resolves.
 *
 * @throws CodedError `SWITCH-LISTEN`, `TUNNEL-BIND`
 */
export async function startTunnelledSwitch(task: SwitchTask): Promise<TunnelledSwitch> {
  const each = new EmbeddedSwitch({ ...task, deviceId: BigInt(task.deviceId) });
  const tunnels = await Promise.all(task.ports.map((port) => openPort(each, port)));
  await each.start();
  return {
    close: async () => {
      await each.stop();
      await Promise.all(tunnels.map((tunnel) => tunnel.close()));
    },
  };
}

async function openPort({ dataPlane }: EmbeddedSwitch, port: SwitchTaskPort): Promise<UdpTunnel> {
  const peer = { address: "127.0.0.1", port: port.peer };
  const tunnel = await UdpTunnel.open({ bind: { port: port.local }, peer });
  tunnel.onFrame((frame) => dataPlane.receive(port.number, frame));
  if (isSlower(port.cable)) dataPlane.setLink(port.number, port.cable);
  dataPlane.attach(port.number, { send: (frame) => tunnel.send(frame) });
  return tunnel;
}

/** Whether a cable does anything to packets that a tunnel does not. */
export function isSlower({ rateBps, delayUs, loss }: Cable): boolean {
  return rateBps !== undefined || delayUs > 0 || loss > 0;
}
