import type { Cable } from "../../../controller/index.js";
import { keepFreedMemory, UdpTunnel } from "../../io/node/index.js";
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
export class TunnelledSwitch {
  readonly #switch: EmbeddedSwitch;
  /** By what a port is: one whose other end is another now is another port. */
  readonly #tunnels = new Map<string, { readonly number: number; readonly tunnel: UdpTunnel }>();

  private constructor(task: SwitchTask) {
    this.#switch = new EmbeddedSwitch({ ...task, deviceId: BigInt(task.deviceId) });
  }

  /**
   * Starts the switch of a task; it forwards and listens when this resolves.
   *
   * @throws CodedError `SWITCH-LISTEN`, `TUNNEL-BIND`
   */
  static async start(task: SwitchTask): Promise<TunnelledSwitch> {
    keepFreedMemory();
    const started = new TunnelledSwitch(task);
    await started.change(task);
    await started.#switch.start();
    return started;
  }

  /**
   * Connects the ports that a task has now, and disconnects the others. What stays is not disturbed.
   *
   * @throws CodedError `TUNNEL-BIND`
   */
  async change({ ports }: Pick<SwitchTask, "ports">): Promise<void> {
    const wanted = new Map(ports.map((port) => [JSON.stringify(port), port]));
    const gone = [...this.#tunnels.keys()].filter((key) => !wanted.has(key));
    await Promise.all(gone.map((key) => this.#close(key)));
    const added = [...wanted].filter(([key]) => !this.#tunnels.has(key));
    await Promise.all(added.map(([key, port]) => this.#open(key, port)));
  }

  async close(): Promise<void> {
    await this.#switch.stop();
    await Promise.all([...this.#tunnels.values()].map(({ tunnel }) => tunnel.close()));
  }

  async #open(key: string, { number, local, peer, cable }: SwitchTaskPort): Promise<void> {
    const tunnel = await UdpTunnel.open({
      bind: { port: local },
      peer: { address: "127.0.0.1", port: peer },
    });
    this.#switch.plug(number, tunnel, cable);
    this.#tunnels.set(key, { number, tunnel });
  }

  async #close(key: string): Promise<void> {
    const found = this.#tunnels.get(key);
    if (found === undefined) return;
    this.#tunnels.delete(key);
    this.#switch.unplug(found.number);
    await found.tunnel.close();
  }
}
