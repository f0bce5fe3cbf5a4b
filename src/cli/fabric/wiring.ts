import type { Cable, Fabric, PortOfSwitch } from "../../../controller/index.js";
import { assert } from "../../base/index.js";
import { FreePorts } from "./free-ports.js";
import { type HostAttachment, hostAttachment } from "./host-attachment.js";
import type { SwitchTask } from "./switch-task.js";

/** The two UDP ports of a cable, each bound by the process at its end. */
interface Ends {
  readonly near: number;
  readonly far: number;
}

/**
 * Which process is reached at which port of 127.0.0.1, for a fabric whose switches are processes. Both ends of every
 * cable are fixed, so that a process that is started again is where it was and finds the others where they were.
 */
export class Wiring {
  readonly #fabric: Fabric;
  readonly #ports: FreePorts;
  /** P4Runtime's port, by the switch's name. */
  readonly #grpc = new Map<string, number>();
  /** By the port of a switch. */
  readonly #cables = new Map<string, Ends>();

  private constructor(fabric: Fabric, ports: FreePorts) {
    this.#fabric = fabric;
    this.#ports = ports;
  }

  /** @throws CodedError `PORTS-TAKEN` */
  static async of(fabric: Fabric, ports = new FreePorts()): Promise<Wiring> {
    const wiring = new Wiring(fabric, ports);
    for (const { name } of fabric.switches) wiring.#grpc.set(name, await ports.take());
    for (const { a, b } of fabric.links) {
      const [near, far] = [await ports.take(), await ports.take()];
      wiring.#cables.set(nameOf(a), { near, far });
      wiring.#cables.set(nameOf(b), { near: far, far: near });
    }
    for (const host of fabric.hosts) {
      wiring.#cables.set(nameOf(host), { near: await ports.take(), far: await ports.take() });
    }
    return wiring;
  }

  /** A port that nobody has, for something else. */
  freePort(): Promise<number> {
    return this.#ports.take();
  }

  /** `host:port` of each switch's P4Runtime server, by the switch's name. */
  get addresses(): ReadonlyMap<string, string> {
    return new Map(this.#fabric.switches.map(({ name, grpc }) => [name, this.#addressOf(name, grpc)]));
  }

  /** Where each host's agent finds its switch port. */
  get attachments(): readonly HostAttachment[] {
    return this.#fabric.hosts.map((host) => {
      const { near, far } = this.#endsOf(host);
      return hostAttachment(this.#fabric, host, { kind: "tunnel", port: near, from: far });
    });
  }

  /** What the process of each switch is told. */
  get switchTasks(): readonly SwitchTask[] {
    return this.#fabric.switches.map(({ name, deviceId, grpc, ...rest }) => {
      const { tickUs, recirculationDelayUs, generatorPort } = rest;
      const own = this.#cabled.filter(({ end }) => end.switch === name);
      return {
        name,
        deviceId: deviceId.toString(),
        grpc: this.#addressOf(name, grpc),
        tickUs,
        recirculationDelayUs,
        generatorPort,
        ports: own.map(({ end, cable }) => {
          const { near: local, far: peer } = this.#endsOf(end);
          return { number: end.port, local, peer, cable: cableOnly(cable) };
        }),
      };
    });
  }

  /** Every port of a switch that has a cable. */
  get #cabled(): readonly { readonly end: PortOfSwitch; readonly cable: Cable }[] {
    const { links, hosts } = this.#fabric;
    const ends = links.flatMap((cable) => [
      { end: cable.a, cable },
      { end: cable.b, cable },
    ]);
    return [...ends, ...hosts.map((host) => ({ end: host, cable: host }))];
  }

  #addressOf(name: string, grpc: string): string {
    return grpc === "auto" ? `127.0.0.1:${this.#grpc.get(name)}` : grpc;
  }

  #endsOf(end: PortOfSwitch): Ends {
    const found = this.#cables.get(nameOf(end));
    assert(found !== undefined, `${nameOf(end)} has a cable`);
    return found;
  }
}

function nameOf({ switch: name, port }: PortOfSwitch): string {
  return `${name}/${port}`;
}

function cableOnly({ delayUs, rateBps, loss, queueDepth }: Cable): Cable {
  return { delayUs, loss, queueDepth, ...(rateBps !== undefined && { rateBps }) };
}
