import { spawn } from "node:child_process";
import { once } from "node:events";
import { Fault } from "./fault.js";
import type { Interface, Layout } from "./layout.js";
import { isThere } from "./requirements.js";

/** Entries of 9,000 bytes fit a frame of this size. */
const mtu = 9216;

/** Makes the namespaces and interfaces of a layout. */
export async function makeNetwork(layout: Layout): Promise<void> {
  const { namespaces, cables } = layout;
  const ends = cables.flatMap(({ a, b }) => [a, b]);
  await ip([], [...namespaces.map((name) => `netns add ${name}`), ...cables.map(cableCommand)]);
  await ip([], ends.filter(({ namespace }) => namespace === undefined).map(switchPortCommand));
  const perNamespace = namespaces.map((namespace) => {
    const own = ends.filter((end) => end.namespace === namespace);
    return ip(["-n", namespace], ["link set lo up", ...own.flatMap(hostCommands)]);
  });
  await Promise.all(perNamespace);
}

/** Removes what is there of namespaces and interfaces; what is not there is no fault. */
export async function removeNetwork(
  namespaces: readonly string[],
  interfaces: readonly string[],
): Promise<void> {
  await ip(
    ["-force"],
    interfaces.map((name) => `link del ${name}`),
  ).catch(() => undefined);
  await ip(
    ["-force"],
    namespaces.map((name) => `netns del ${name}`),
  ).catch(() => undefined);
}

/**
 * Lets the kernel compute checksums instead of leaving them to a network card that is not there: what BMv2 forwards
 * would be wrong otherwise. RingWorld's own messages do without, because their UDP checksum is 0.
 *
 * @returns false when `ethtool` is not installed
 */
export async function switchOffloadsOff(layout: Layout): Promise<boolean> {
  if (!isThere("ethtool", ["--version"])) return false;
  const ends = layout.cables.flatMap(({ a, b }) => [a, b]);
  for (const { name, namespace } of ends) {
    const command = ["ethtool", "-K", name, "tx", "off"];
    const [first = "", ...rest] =
      namespace === undefined ? command : ["ip", "netns", "exec", namespace, ...command];
    await once(spawn(first, rest, { stdio: "ignore" }), "close");
  }
  return true;
}

function cableCommand({ a, b }: { readonly a: Interface; readonly b: Interface }): string {
  return `link add ${describe(a)} type veth peer name ${describe(b)}`;
}

function describe({ name, namespace, mac }: Interface): string {
  const there = namespace === undefined ? "" : ` netns ${namespace}`;
  return `${name} mtu ${mtu}${mac === undefined ? "" : ` address ${mac}`}${there}`;
}

/** The kernel itself has no part in what a switch port carries: no IPv6, no ARP, no address. */
function switchPortCommand({ name }: Interface): string {
  return `link set ${name} addrgenmode none arp off up`;
}

function hostCommands({ name, addressing }: Interface): string[] {
  if (addressing === undefined) return [];
  const { ip: own, neighbour, isGateway } = addressing;
  return [
    `link set ${name} addrgenmode none up`,
    `addr add ${own}/32 dev ${name}`,
    `route add ${neighbour.ip} dev ${name} scope link`,
    ...(isGateway ? [`route add default via ${neighbour.ip}`] : []),
    `neigh replace ${neighbour.ip} lladdr ${neighbour.mac} dev ${name} nud permanent`,
  ];
}

/** Runs many commands of `ip` in one process. */
async function ip(options: readonly string[], commands: readonly string[]): Promise<void> {
  const child = spawn("ip", [...options, "-batch", "-"], { stdio: ["pipe", "ignore", "pipe"] });
  let output = "";
  child.stderr.on("data", (part: Buffer) => {
    output += part.toString();
  });
  child.stdin.end(`${commands.join("\n")}\n`);
  const [code] = await once(child, "close");
  if (code === 0) return;
  const help =
    "The kernel needs network namespaces and veth; `ip netns list` and `ip link` show what is there.";
  throw new Fault("NETWORK", `ip: ${output.trim()}`, help);
}
