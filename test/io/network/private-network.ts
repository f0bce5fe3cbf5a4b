import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import koffi from "koffi";

const newNetwork = 0x40_00_00_00;

/** Why tests cannot have a network of their own here; nothing when they can. */
export function missingForNetwork(): string[] {
  if (process.platform !== "linux") return ["not on Linux"];
  const programs = ["ip", "unshare", "nsenter", "setpriv"].filter(
    (name) => spawnSync(name, ["--help"], { stdio: "ignore" }).error !== undefined,
  );
  const missing = programs.map((name) => `${name} is not on PATH`);
  return process.getuid?.() === 0 ? missing : ["network namespaces need root", ...missing];
}

/** Puts this process into a network namespace of its own, which ends with it. */
export function enterPrivateNetwork(): void {
  const unshare = koffi.load(null).func("int unshare(int)");
  if (unshare(newNetwork) !== 0) throw new Error(`no network namespace: error ${koffi.errno()}`);
  ip("link", "set", "lo", "up");
}

export function ip(...args: readonly string[]): void {
  execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });
}

/** Makes a cable; the kernel itself sends nothing into it. */
export function makeCable(a: string, b: string, mtu = 1500): void {
  ip("link", "add", a, "mtu", `${mtu}`, "type", "veth", "peer", "name", b, "mtu", `${mtu}`);
  for (const name of [a, b]) ip("link", "set", name, "addrgenmode", "none", "arp", "off", "up");
}

/** A network namespace beside this one, with one end of a cable. */
export class Neighbour {
  readonly #holder: ChildProcess;

  private constructor(holder: ChildProcess) {
    this.#holder = holder;
  }

  /** Moves an interface there and gives it an address. */
  static async with(name: string, address: string, peer: string, peerMac: string): Promise<Neighbour> {
    const holder = spawn("unshare", ["-n", "sh", "-c", "echo here; exec sleep 600"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    if (holder.stdout !== null) await once(holder.stdout, "data");
    const neighbour = new Neighbour(holder);
    ip("link", "set", name, "netns", `${holder.pid}`);
    neighbour.run("ip", "link", "set", name, "address", macOf(address), "up");
    neighbour.run("ip", "addr", "add", `${address}/24`, "dev", name);
    neighbour.run("ip", "neigh", "replace", peer, "lladdr", peerMac, "dev", name);
    return neighbour;
  }

  run(...command: readonly string[]): string {
    return execFileSync("nsenter", this.#enter(command), { encoding: "utf8" });
  }

  start(...command: readonly string[]): ChildProcess {
    return spawn("nsenter", this.#enter(command), { stdio: ["ignore", "pipe", "inherit"] });
  }

  end(): void {
    this.#holder.kill("SIGKILL");
  }

  #enter(command: readonly string[]): string[] {
    return ["-t", `${this.#holder.pid}`, "-n", ...command];
  }
}

/** A local address made of an IPv4 one. */
export function macOf(address: string): string {
  const bytes = address.split(".").map((part) => Number(part).toString(16).padStart(2, "0"));
  return `02:00:${bytes.join(":")}`;
}
