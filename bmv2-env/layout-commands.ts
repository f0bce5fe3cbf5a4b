import type { Interface, Layout } from "./layout.js";

/** Entries of 9,000 bytes fit a frame of this size. */
const mtu = 9216;

/** Commands of `ip`, without the word itself, that make the network of a layout. */
export interface LayoutCommands {
  /** Namespaces and cables, in the namespace of this process. */
  readonly make: readonly string[];
  /** What the ends of cables need that are here, once they are made. */
  readonly here: readonly string[];
  /** What the ends of cables need that are elsewhere, by namespace. */
  readonly there: ReadonlyMap<string, readonly string[]>;
}

/** Says how to make the network of a layout. */
export function layoutCommands({ namespaces, cables }: Layout): LayoutCommands {
  const ends = cables.flatMap(({ a, b }) => [a, b]);
  const of = (namespace: string) => ends.filter((end) => end.namespace === namespace);
  return {
    make: [...namespaces.map((name) => `netns add ${name}`), ...cables.map(cableCommand)],
    here: ends.filter(({ namespace }) => namespace === undefined).map(switchPortCommand),
    there: new Map(
      namespaces.map((namespace) => [namespace, ["link set lo up", ...of(namespace).flatMap(hostCommands)]]),
    ),
  };
}

function cableCommand({ a, b }: { readonly a: Interface; readonly b: Interface }): string {
  return `link add ${describe(a)} type veth peer name ${describe(b)}`;
}

function describe({ name, namespace }: Interface): string {
  return namespace === undefined ? name : `${name} netns ${namespace}`;
}

/** The kernel itself has no part in what a switch port carries: no IPv6, no ARP, no address. */
function switchPortCommand({ name }: Interface): string {
  return `link set ${name} mtu ${mtu} addrgenmode none arp off up`;
}

function hostCommands({ name, mac, addressing }: Interface): string[] {
  if (addressing === undefined) return [];
  const { ip: own, neighbour, isGateway } = addressing;
  const address = mac === undefined ? "" : ` address ${mac}`;
  return [
    `link set ${name}${address} mtu ${mtu} addrgenmode none up`,
    `addr add ${own}/32 dev ${name}`,
    `route add ${neighbour.ip} dev ${name} scope link`,
    ...(isGateway ? [`route add default via ${neighbour.ip}`] : []),
    `neigh replace ${neighbour.ip} lladdr ${neighbour.mac} dev ${name} nud permanent`,
  ];
}
