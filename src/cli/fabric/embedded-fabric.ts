import type { Cable, DataPlane, Fabric, Host, PortOfSwitch } from "../../../controller/index.js";
import { assert } from "../../base/index.js";
import { keepFreedMemory, UdpTunnel } from "../../io/node/index.js";
import { EmbeddedSwitch } from "./embedded-switch.js";
import { type HostAttachment, hostAttachment } from "./host-attachment.js";
import { isSlower } from "./switch-task.js";

/** All switches of a fabric in this process, with cables in memory and a UDP tunnel for each host. */
export class EmbeddedFabric {
  readonly #fabric: Fabric;
  readonly #switches: ReadonlyMap<string, EmbeddedSwitch>;
  readonly #tunnels = new Map<string, UdpTunnel>();
  #stopped = false;

  constructor(fabric: Fabric) {
    keepFreedMemory();
    this.#fabric = fabric;
    this.#switches = new Map(fabric.switches.map((each) => [each.name, new EmbeddedSwitch(each)]));
    for (const link of fabric.links) {
      this.#connect(link.a, link.b, link);
      this.#connect(link.b, link.a, link);
    }
  }

  /** `host:port` of each switch's P4Runtime server, by the switch's name. */
  get addresses(): ReadonlyMap<string, string> {
    return new Map([...this.#switches].map(([name, each]) => [name, each.address]));
  }

  /** The data plane of each switch, by the switch's name. */
  get dataPlanes(): ReadonlyMap<string, DataPlane> {
    return new Map([...this.#switches].map(([name, { dataPlane }]) => [name, dataPlane]));
  }

  /** Where each host's agent finds its switch port. */
  get attachments(): readonly HostAttachment[] {
    return this.#fabric.hosts.map((host) => this.#attachment(host));
  }

  get switches(): readonly EmbeddedSwitch[] {
    return [...this.#switches.values()];
  }

  async start(): Promise<void> {
    for (const each of this.#switches.values()) await each.start();
    for (const host of this.#fabric.hosts) await this.#attach(host);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#switches.values()].map((each) => each.stop()));
    await Promise.all([...this.#tunnels.values()].map((each) => each.close()));
  }

  /** The switch of a name that the fabric has. */
  switch(name: string): EmbeddedSwitch {
    const found = this.#switches.get(name);
    assert(found !== undefined, `the fabric has the switch ${name}`);
    return found;
  }

  #connect(from: PortOfSwitch, to: PortOfSwitch, cable: Cable): void {
    const [sender, receiver] = [this.switch(from.switch).dataPlane, this.switch(to.switch).dataPlane];
    // A token would go round for ever: a stopped fabric carries nothing.
    const deliver = (frame: Uint8Array) => {
      if (!this.#stopped) receiver.receive(to.port, frame);
    };
    sender.attach(from.port, { send: deliver });
    // A cable without any delay would pass a token round and round within one turn of the event loop.
    sender.setLink(from.port, { ...cable, delayUs: Math.max(1, cable.delayUs) });
  }

  async #attach(host: Host): Promise<void> {
    const tunnel = await UdpTunnel.open();
    const { dataPlane } = this.switch(host.switch);
    tunnel.onFrame((frame) => dataPlane.receive(host.port, frame));
    if (isSlower(host)) dataPlane.setLink(host.port, host);
    dataPlane.attach(host.port, { send: (frame) => tunnel.send(frame) });
    this.#tunnels.set(host.name, tunnel);
  }

  #attachment(host: Host): HostAttachment {
    const tunnel = this.#tunnels.get(host.name);
    assert(tunnel !== undefined, "the fabric is started");
    return hostAttachment(this.#fabric, host, { kind: "tunnel", port: tunnel.local.port });
  }
}
