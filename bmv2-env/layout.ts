import type { Fabric, FabricSwitch } from "./fabric.js";

/** One end of a pair of virtual interfaces. */
export interface Interface {
  readonly name: string;
  /** The switch or host that has it, or `ticks`. */
  readonly node: string;
  /** Absent: the namespace of this process. */
  readonly namespace?: string;
  /** A fixed Ethernet address; the kernel chooses when there is none. */
  readonly mac?: string;
  readonly addressing?: Addressing;
}

/** How an interface finds the one other host of its link. */
export interface Addressing {
  readonly ip: string;
  readonly neighbour: { readonly ip: string; readonly mac: string };
  /** Whether everything goes to the neighbour, and not only what is for itself. */
  readonly isGateway: boolean;
}

/** A cable: two virtual interfaces. */
export interface Cable {
  readonly a: Interface;
  readonly b: Interface;
}

/** A port of a switch and the interface behind it. */
export interface SwitchPort {
  readonly port: number;
  readonly interface: string;
}

/** Everything that a fabric needs of the machine's network. */
export interface Layout {
  readonly namespaces: readonly string[];
  readonly cables: readonly Cable[];
  /** Ports of each switch, in the order of the fabric file. */
  readonly switches: readonly { readonly description: FabricSwitch; readonly ports: readonly SwitchPort[] }[];
  /** Namespace of each host, by its name. */
  readonly hostNamespaces: ReadonlyMap<string, string>;
  /** Where the tick generator of all switches runs, and the address that leads to each switch. */
  readonly ticks: { readonly namespace: string; readonly targets: readonly TickTarget[] };
}

export interface TickTarget {
  readonly address: string;
  readonly tickUs: number;
}

/**
 * Plans the network of a fabric: a namespace for each host and one for the tick generator; switch ports stay in the
 * namespace of this process, where the switches run. Interface names are `<prefix>s<switch>p<port>`, of at most 15
 * characters when the prefix has at most 7.
 */
export function layOut(fabric: Fabric, prefix: string): Layout {
  const numbers = new Map(fabric.switches.map(({ name }, index) => [name, index + 1]));
  const portName = (switchName: string, port: number) => `${prefix}s${numbers.get(switchName) ?? 0}p${port}`;
  const ports = new Map(fabric.switches.map(({ name }) => [name, new Map<number, string>()]));
  const portOf = (switchName: string, port: number): Interface => {
    const name = portName(switchName, port);
    ports.get(switchName)?.set(port, name);
    return { name, node: switchName };
  };
  const hostNamespaces = new Map(fabric.hosts.map(({ name }) => [name, `${prefix}-${name}`]));
  const ticksNamespace = `${prefix}-ticks`;
  const cables = [
    ...hostCables(fabric, hostNamespaces, portOf),
    ...fabric.links.map(({ a, b }) => ({ a: portOf(...parsePort(a)), b: portOf(...parsePort(b)) })),
    ...tickCables(fabric, ticksNamespace, portOf),
  ];
  return {
    namespaces: [...hostNamespaces.values(), ticksNamespace],
    cables,
    switches: fabric.switches.map((description) => ({
      description,
      ports: [...(ports.get(description.name) ?? [])].map(([port, name]) => ({ port, interface: name })),
    })),
    hostNamespaces,
    ticks: {
      namespace: ticksNamespace,
      targets: fabric.switches.map(({ tick_us }, index) => ({
        address: tickAddress(19, index),
        tickUs: tick_us,
      })),
    },
  };
}

type PortOf = (switchName: string, port: number) => Interface;

/** A host knows only its switch: whatever it sends goes there, also to hosts of its own rack. */
function hostCables(fabric: Fabric, namespaces: ReadonlyMap<string, string>, portOf: PortOf): Cable[] {
  return fabric.hosts.flatMap((host) => {
    const tor = fabric.switches.find(({ rack }) => rack === host.rack);
    const namespace = namespaces.get(host.name);
    if (tor === undefined || namespace === undefined) return [];
    const neighbour = { ip: tor.ip, mac: tor.mac };
    const own = {
      name: "eth0",
      node: host.name,
      namespace,
      mac: host.mac,
      addressing: { ip: host.ip, neighbour, isGateway: true },
    };
    return [{ a: portOf(tor.name, host.port), b: own }];
  });
}

/** The generator has an interface for each switch, with addresses of the range for benchmarks (RFC 2544). */
function tickCables(fabric: Fabric, namespace: string, portOf: PortOf): Cable[] {
  return fabric.switches.map((description, index) => {
    const neighbour = { ip: tickAddress(19, index), mac: description.mac };
    const own = {
      name: `tick${index + 1}`,
      node: "ticks",
      namespace,
      addressing: { ip: tickAddress(18, index), neighbour, isGateway: false },
    };
    return { a: portOf(description.name, description.generator_port), b: own };
  });
}

function tickAddress(second: 18 | 19, index: number): string {
  const number = index + 1;
  return `198.${second}.${number >> 8}.${number & 0xff}`;
}

function parsePort(end: string): [switchName: string, port: number] {
  const slash = end.lastIndexOf("/");
  return [end.slice(0, slash), Number(end.slice(slash + 1))];
}
