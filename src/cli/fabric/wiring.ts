import {
  type Cable,
  endsOfLink,
  type Fabric,
  type Host,
  nameOfLink,
  type PortOfSwitch,
} from "../../../controller/index.js";
import { assert } from "../../base/index.js";
import { FreePorts } from "./free-ports.js";
import { type HostAttachment, hostAttachment } from "./host-attachment.js";
import type { SwitchTask, SwitchTaskPort } from "./switch-task.js";

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
  readonly #ports = new FreePorts();
  #fabric: Fabric;
  /** P4Runtime's port, by the switch's name. */
  #grpc = new Map<string, number>();
  /** By the name of the cable: what ends at its first end. */
  #cables = new Map<string, Ends>();

  private constructor(fabric: Fabric) {
    this.#fabric = fabric;
  }

  /** @throws CodedError `PORTS-TAKEN` */
  static async of(fabric: Fabric): Promise<Wiring> {
    const wiring = new Wiring(fabric);
    await wiring.change(fabric);
    return wiring;
  }

  /**
   * Takes another fabric: what stays keeps its ports, and what has left gives its own back.
   *
   * @throws CodedError `PORTS-TAKEN`
   */
  async change(fabric: Fabric): Promise<void> {
    const grpc = new Map<string, number>();
    for (const { name } of fabric.switches) {
      grpc.set(name, this.#grpc.get(name) ?? (await this.#ports.take()));
    }
    const cables = new Map<string, Ends>();
    for (const name of [...fabric.links.map(nameOfLink), ...fabric.hosts.map(nameOfAccess)]) {
      const known = this.#cables.get(name);
      cables.set(name, known ?? { near: await this.#ports.take(), far: await this.#ports.take() });
    }
    this.#fabric = fabric;
    this.#grpc = grpc;
    this.#cables = cables;
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
      const { near, far } = this.#endsOf(nameOfAccess(host));
      return hostAttachment(this.#fabric, host, { kind: "tunnel", port: near, from: far });
    });
  }

  /** What the process of each switch is told. */
  get switchTasks(): readonly SwitchTask[] {
    const ports = this.#switchPorts;
    return this.#fabric.switches.map(({ name, deviceId, grpc, ...rest }) => {
      const { tickUs, recirculationDelayUs, generatorPort } = rest;
      return {
        name,
        deviceId: deviceId.toString(),
        grpc: this.#addressOf(name, grpc),
        tickUs,
        recirculationDelayUs,
        generatorPort,
        ports: ports.filter((port) => port.switch === name).map(({ task }) => task),
      };
    });
  }

  /** Every port of a switch that has a cable. */
  get #switchPorts(): readonly { readonly switch: string; readonly task: SwitchTaskPort }[] {
    const { links, hosts } = this.#fabric;
    return [
      ...links.flatMap((link) => {
        const { near, far } = this.#endsOf(nameOfLink(link));
        const [first, second] = endsOfLink(link);
        return [portAt(first, link, { near, far }), portAt(second, link, { near: far, far: near })];
      }),
      ...hosts.map((host) => portAt(host, host, this.#endsOf(nameOfAccess(host)))),
    ];
  }

  #addressOf(name: string, grpc: string): string {
    return grpc === "auto" ? `127.0.0.1:${this.#grpc.get(name)}` : grpc;
  }

  #endsOf(cable: string): Ends {
    const found = this.#cables.get(cable);
    assert(found !== undefined, `${cable} has ports`);
    return found;
  }
}

/** A host's cable; another host at the same port has another. */
function nameOfAccess({ switch: name, port, name: host }: Host): string {
  return `${name}/${port} ${host}`;
}

function portAt({ switch: name, port }: PortOfSwitch, cable: Cable, { near, far }: Ends) {
  return { switch: name, task: { number: port, local: near, peer: far, cable: cableOnly(cable) } };
}

function cableOnly({ delayUs, rateBps, loss, queueDepth }: Cable): Cable {
  return { delayUs, loss, queueDepth, ...(rateBps !== undefined && { rateBps }) };
}
