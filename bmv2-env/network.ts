import { spawn } from "node:child_process";
import { once } from "node:events";
import { Fault } from "./fault.js";
import type { Layout } from "./layout.js";
import { layoutCommands } from "./layout-commands.js";
import { isThere } from "./requirements.js";

/**
 * Makes the namespaces and interfaces of a layout.
 *
 * @throws Fault `NETWORK` with what `ip` says
 */
export async function makeNetwork(layout: Layout): Promise<void> {
  const { make, here, there } = layoutCommands(layout);
  await ip([], make);
  const elsewhere = [...there].map(([namespace, commands]) => ip(["-n", namespace], commands));
  await Promise.all([ip([], here), ...elsewhere]);
}

/** Removes what is there of namespaces and interfaces; what is not there is no fault. */
export async function removeNetwork(
  namespaces: readonly string[],
  interfaces: readonly string[],
): Promise<void> {
  const remove = (commands: readonly string[]) => ip(["-force"], commands).catch(() => undefined);
  await remove(interfaces.map((name) => `link del ${name}`));
  await remove(namespaces.map((name) => `netns del ${name}`));
}

/**
 * Lets the kernel compute checksums instead of leaving them to a network card that is not there: what BMv2 forwards
 * would be wrong otherwise. RingWorld's own messages do without, because a switch sets their UDP checksum to 0.
 *
 * @returns false when `ethtool` is not installed
 */
export async function switchOffloadsOff(layout: Layout): Promise<boolean> {
  if (!isThere("ethtool", ["--version"])) return false;
  const ends = layout.cables.flatMap(({ a, b }) => [a, b]);
  for (const { name, namespace } of ends) {
    const there = namespace === undefined ? [] : ["ip", "netns", "exec", namespace];
    const [program = "", ...args] = [...there, "ethtool", "-K", name, "tx", "off"];
    await once(spawn(program, args, { stdio: "ignore" }), "close");
  }
  return true;
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
