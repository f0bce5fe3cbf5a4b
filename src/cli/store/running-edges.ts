import {
  EdgeControl,
  type EdgeHost,
  type EdgeLink,
  type EdgeStatus,
  p4RuntimeConnect,
  type StoreEdge,
  type StoreNetwork,
} from "../../../controller/index.js";
import { assert, CodedError } from "../../base/index.js";
import { eventLoopTimers, keepFreedMemory, UdpHostPort } from "../../io/node/index.js";
import { formatIpv4, vivaceEdgePort } from "../../wire/index.js";
import { loadArtifacts } from "../fabric/artifacts.js";
import { EmbeddedSwitch } from "../fabric/embedded-switch.js";
import { unlessAborted } from "../fabric/interrupt.js";

const readyWithinUs = 60_000_000;

/**
 * The edges of a store's sites in this process: a switch each, programmed over P4Runtime, with links in memory between
 * them and a UDP tunnel for every program of a host.
 */
export class RunningEdges {
  readonly control: EdgeControl;
  readonly #network: StoreNetwork;
  readonly #switches: ReadonlyMap<string, EmbeddedSwitch>;
  readonly #ports: UdpHostPort[] = [];

  private constructor(
    network: StoreNetwork,
    switches: ReadonlyMap<string, EmbeddedSwitch>,
    onState: (status: EdgeStatus) => void,
  ) {
    this.#network = network;
    this.#switches = switches;
    this.control = new EdgeControl({
      network,
      pipeline: loadArtifacts("dscp"),
      addresses: new Map([...switches].map(([site, { address }]) => [site, address])),
      connect: p4RuntimeConnect(),
      timers: eventLoopTimers,
      onState,
    });
  }

  /**
   * Starts the edges and resolves when they forward.
   *
   * @throws CodedError of the part that did not start; the reason of `aborted` when that comes first
   */
  static async start(
    network: StoreNetwork,
    onState: (status: EdgeStatus) => void,
    aborted: AbortSignal,
  ): Promise<RunningEdges> {
    keepFreedMemory();
    const started = new Map<string, EmbeddedSwitch>();
    try {
      for (const edge of network.edges) {
        const { site, deviceId, grpc } = edge;
        const device = new EmbeddedSwitch({ name: `the edge of ${site}`, deviceId, grpc });
        started.set(site, device);
        await device.start();
      }
    } catch (error) {
      await stopAll(started);
      throw error;
    }
    const running = new RunningEdges(network, started, onState);
    try {
      await running.#start(aborted);
      return running;
    } catch (error) {
      await running.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.control.close();
    await Promise.all(this.#ports.map((port) => port.close()));
    await stopAll(this.#switches);
  }

  async #start(aborted: AbortSignal): Promise<void> {
    for (const edge of this.#network.edges) {
      for (const link of edge.links) this.#join(edge, link);
      for (const host of edge.hosts) await this.#plug(edge, host);
    }
    this.control.start();
    if (await unlessAborted(aborted, this.control.settled(readyWithinUs))) return;
    const late = this.control.edges.filter(({ state }) => state !== "ready");
    throw new CodedError({
      code: "EDGE-NOT-READY",
      message: late.map(({ edge, problem = "" }) => `the edge of ${edge.site}: ${problem}`).join("; "),
      help: "Look for another process at its P4Runtime address, or let `grpc` be `auto`.",
    });
  }

  #join({ site }: StoreEdge, { to, port, farPort, cable }: EdgeLink): void {
    const [here, there] = [this.#dataPlane(site), this.#dataPlane(to)];
    here.attach(port, { send: (frame) => there.receive(farPort, frame) });
    here.setLink(port, cable);
  }

  async #plug({ site }: StoreEdge, { address, port }: EdgeHost): Promise<void> {
    const dataPlane = this.#dataPlane(site);
    const cable = await UdpHostPort.open({ address: formatIpv4(address), port: vivaceEdgePort });
    this.#ports.push(cable);
    dataPlane.attach(port, cable);
    cable.onFrame((frame) => dataPlane.receive(port, frame));
  }

  #dataPlane(site: string): EmbeddedSwitch["dataPlane"] {
    const found = this.#switches.get(site);
    assert(found !== undefined, `the site ${site} has an edge`);
    return found.dataPlane;
  }
}

async function stopAll(switches: ReadonlyMap<string, EmbeddedSwitch>): Promise<void> {
  await Promise.all([...switches.values()].map((each) => each.stop()));
}
