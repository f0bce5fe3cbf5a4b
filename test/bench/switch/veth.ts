import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { undoAtExit } from "../frame/cleanup.js";

/** A network namespace with two cables to this one: a sender's place, for a switch between the two cables. */
export interface Bed {
  readonly namespace: string;
  /** Where the sender's frames come out, and where the switch puts them back; this namespace's ends. */
  readonly near: { readonly in: string; readonly out: string };
  /** Frames that the switch has sent into the second cable so far. */
  sentFrames(): number;
  remove(): void;
}

const gateway = "10.250.0.1";
const gatewayMac = "02:00:00:00:fa:01";

/** Makes the namespace and the cables; routes all of 10.0.0.0/8 into the first. Needs root. */
export function makeBed(): Bed {
  const namespace = `bench${process.pid}`;
  const near = { in: `bi${process.pid}`, out: `bo${process.pid}` };
  const far = { in: "in", out: "out" };
  ip("netns", "add", namespace);
  const remove = undoAtExit(() => {
    for (const name of [near.in, near.out]) tryIp("link", "del", name);
    tryIp("netns", "del", namespace);
  });
  for (const end of ["in", "out"] as const) {
    ip("link", "add", near[end], "type", "veth", "peer", "name", far[end], "netns", namespace);
    silence(near[end]);
    ip("link", "set", near[end], "up");
    ip("-n", namespace, "link", "set", far[end], "up");
  }
  ip("-n", namespace, "addr", "add", "10.250.0.2/24", "dev", far.in);
  ip("-n", namespace, "neigh", "add", gateway, "lladdr", gatewayMac, "dev", far.in);
  ip("-n", namespace, "route", "add", "10.0.0.0/8", "via", gateway);
  return { namespace, near, sentFrames: () => counter(near.out), remove };
}

/** No neighbour discovery on an interface: only what is sent through it on purpose. */
function silence(name: string): void {
  const setting = `/proc/sys/net/ipv6/conf/${name}/disable_ipv6`;
  if (existsSync(setting)) writeFileSync(setting, "1");
}

function counter(name: string): number {
  return Number(readFileSync(`/sys/class/net/${name}/statistics/tx_packets`, "utf8"));
}

function ip(...args: readonly string[]): void {
  execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });
}

function tryIp(...args: readonly string[]): void {
  try {
    ip(...args);
  } catch {
    // It is gone already.
  }
}
