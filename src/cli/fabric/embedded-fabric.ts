import { type DataPlane, type Fabric, type Host, type Link, nameOfLink } from "../../../controller/index.js";
import { assert, recycle } from "../../base/index.js";
import { keepFreedMemory, UdpTunnel } from "../../io/node/index.js";
import { EmbeddedSwitch } from "./embedded-switch.js";
import { type HostAttachment, hostAttachment } from "./host-attachment.js";

/** All switches of a fabric in this process, with cables in memory and a UDP tunnel for each host. */
export class EmbeddedFabric {
  #fabric: Fabric;
  readonly #switches = new Map<string, EmbeddedSwitch>();
  readonly #links = new Map<string, Link>();
  readonly #hosts = new Map<string, { readonly host: Host; readonly tunnel: UdpTunnel }>();
  #stopped = false;

  private constructor(fabric: Fabric) {
    keepFreedMemory();
    this.#fabric = fabric;
  }

  /**
   * Starts the switches of a fabric. When one does not start, those that have are stopped again.
   *
   * @throws CodedError `SWITCH-LISTEN`
   */
  static async start(fabric: Fabric): Promise<EmbeddedFabric> {
    const started = new EmbeddedFabric(fabric);
    try {
      await started.change(fabric);
      return started;
    } catch (error) {
      await started.stop();
      throw error;
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

  /**
   * Takes another fabric: starts the switches and connects the cables that are new, and takes away what has left. What
   * stays is not disturbed.
   *
   * @throws CodedError `SWITCH-LISTEN`
   */
  async change(fabric: Fabric): Promise<void> {
    this.#fabric = fabric;
    await this.#removeOthers(fabric);
    for (const each of fabric.switches) {
      if (this.#switches.has(each.name)) continue;
      const added = new EmbeddedSwitch(each);
      this.#switches.set(each.name, added);
      await added.start();
    }
    for (const link of fabric.links) {
      if (!this.#links.has(nameOfLink(link))) this.#connect(link);
    }
    for (const host of fabric.hosts) {
      if (!this.#hosts.has(host.name)) await this.#attach(host);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.switches.map((each) => each.stop()));
    await Promise.all([...this.#hosts.values()].map(({ tunnel }) => tunnel.close()));
  }

  /** The switch of a name that the fabric has. */
  switch(name: string): EmbeddedSwitch {
    const found = this.#switches.get(name);
    assert(found !== undefined, `the fabric has the switch ${name}`);
    return found;
  }

  async #removeOthers({ switches, links, hosts }: Fabric): Promise<void> {
    for (const [name, { a, b }] of this.#links) {
      if (links.some((link) => nameOfLink(link) === name)) continue;
      this.#links.delete(name);
      for (const end of [a, b]) this.switch(end.switch).unplug(end.port);
    }
    for (const [name, { host, tunnel }] of this.#hosts) {
      if (hosts.some((each) => each.name === name)) continue;
      this.#hosts.delete(name);
      this.switch(host.switch).unplug(host.port);
      await tunnel.close();
    }
    for (const [name, each] of this.#switches) {
      if (switches.some((other) => other.name === name)) continue;
      this.#switches.delete(name);
      await each.stop();
    }
  }

  #connect(link: Link): void {
    this.#links.set(nameOfLink(link), link);
    for (const [from, to] of [
      [link.a, link.b],
      [link.b, link.a],
    ] as const) {
      const [sender, receiver] = [this.switch(from.switch).dataPlane, this.switch(to.switch).dataPlane];
      // A token would go round for ever: a stopped fabric carries nothing.
      const deliver = (frame: Uint8Array) => {
        if (!this.#stopped && receiver.receive(to.port, frame)) recycle(frame);
      };
      sender.attach(from.port, { send: deliver });
      // A cable without any delay would pass a token round and round within one turn of the event loop.
      sender.setLink(from.port, { ...link, delayUs: Math.max(1, link.delayUs) });
    }
  }

  async #attach(host: Host): Promise<void> {
    const tunnel = await UdpTunnel.open();
    this.switch(host.switch).plug(host.port, tunnel, host);
    this.#hosts.set(host.name, { host, tunnel });
  }

  #attachment(host: Host): HostAttachment {
    const found = this.#hosts.get(host.name);
    assert(found !== undefined, `${host.name} has a cable`);
    return hostAttachment(this.#fabric, host, { kind: "tunnel", port: found.tunnel.local.port });
  }
}
