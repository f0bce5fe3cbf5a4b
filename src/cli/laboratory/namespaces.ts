import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { CodedError } from "../../base/index.js";
import { formatIpv4, formatMac, macOfIpv4 } from "../../wire/index.js";
import { isAlive } from "../fabric/process-alive.js";
import type { LabHost, LabPlan } from "./lab-plan.js";

const namePrefix = "vv";
/** The router of every host; no switch has this address, and packets to it go through the edge's table of routes. */
const gateway = "169.254.1.1";
const gatewayMac = formatMac(macOfIpv4(0xa9fe0101));
const mtu = 1500;

/** The beginning of all names that this process gives. */
export function labPrefix(): string {
  return `${namePrefix}${process.pid.toString(36)}`;
}

/**
 * Refuses where no network can be made.
 *
 * @param user who runs this process
 * @throws CodedError `LAB-REQUIREMENTS`
 */
export function checkLabRequirements(user = process.getuid?.()): void {
  const missing = [
    ...(process.platform === "linux" ? [] : ["this is not Linux"]),
    ...(user === 0 ? [] : ["network namespaces need root"]),
    ...["ip", "setpriv"].flatMap((name) =>
      spawnSync(name, ["--help"], { stdio: "ignore" }).error === undefined ? [] : [`${name} is not on PATH`],
    ),
  ];
  if (missing.length === 0) return;
  throw new CodedError({
    code: "LAB-REQUIREMENTS",
    message: missing.join("; "),
    help: "Run it as root with iproute2 and util-linux installed, or leave --network out: links in memory need nothing.",
  });
}

/**
 * Makes the namespaces and cables of a laboratory, and removes those of laboratories that were killed.
 *
 * @throws CodedError `LAB-NETWORK` with what `ip` says
 */
export async function makeLabNetwork(plan: LabPlan): Promise<void> {
  await removeLabNetworks((owner) => !isAlive(owner));
  const { hosts, network } = plan;
  const wires = plan.geography.spans.map(({ between: [a, b] }) => {
    const end = (here: number, there: number) => {
      const link = network.edges[here]?.links.find(({ to }) => to === plan.geography.sites[there]);
      return plan.interfaceOf(here, link?.port ?? 0);
    };
    return [end(a, b), end(b, a)] as const;
  });
  await ip(
    [],
    [
      ...hosts.map(({ namespace }) => `netns add ${namespace}`),
      ...hosts.map(({ namespace, edgeInterface }) => {
        return `link add ${edgeInterface} mtu ${mtu} type veth peer name eth0 mtu ${mtu} netns ${namespace}`;
      }),
      ...wires.map(([a, b]) => `link add ${a} mtu ${mtu} type veth peer name ${b} mtu ${mtu}`),
      // The kernel itself has no part in what a switch's port carries.
      ...[...hosts.map(({ edgeInterface }) => edgeInterface), ...wires.flat()].map(
        (name) => `link set ${name} addrgenmode none arp off up`,
      ),
    ],
  );
  await Promise.all(hosts.map((host) => ip(["-n", host.namespace], hostCommands(host))));
}

/** Removes the network of this process. */
export function removeLabNetwork(): Promise<void> {
  return removeLabNetworks((owner) => owner === process.pid);
}

async function removeLabNetworks(isOurs: (owner: number) => boolean): Promise<void> {
  const ours = (name: string) => {
    const [, owner] = new RegExp(`^${namePrefix}([0-9a-z]+?)(-|s[0-9]+p[0-9]+$)`).exec(name) ?? [];
    return owner !== undefined && isOurs(Number.parseInt(owner, 36));
  };
  const namesOf = (args: readonly string[], pattern: RegExp) => {
    const { stdout } = spawnSync("ip", args, { encoding: "utf8" });
    return [...stdout.matchAll(pattern)].map(([, name = ""]) => name).filter(ours);
  };
  const links = namesOf(["-o", "link"], /^\d+: ([^:@]+)[:@]/gm);
  const namespaces = namesOf(["netns", "list"], /^(\S+)/gm);
  // The other end of a cable goes with the first: what is not there any more is no fault.
  const commands = [
    ...links.map((name) => `link del ${name}`),
    ...namespaces.map((name) => `netns del ${name}`),
  ];
  for (const each of commands) await ip([], [each]).catch(() => undefined);
}

function hostCommands({ address }: LabHost): string[] {
  return [
    "link set lo up",
    `link set eth0 address ${formatMac(macOfIpv4(address))} addrgenmode none up`,
    `addr add ${formatIpv4(address)}/32 dev eth0`,
    `route add ${gateway} dev eth0 scope link`,
    `route add default via ${gateway}`,
    `neigh replace ${gateway} lladdr ${gatewayMac} dev eth0 nud permanent`,
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
  throw new CodedError({
    code: "LAB-NETWORK",
    message: `ip: ${output.trim()}`,
    help: "The kernel needs network namespaces and veth; `ip netns list` and `ip link` show what is there.",
  });
}
