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

let beds = 0;

/** Makes the namespace and the cables. Needs root. */
export function makeBed(): Bed {
  beds += 1;
  const namespace = `bench${process.pid}-${beds}`;
  const near = { in: `bi${process.pid}-${beds}`, out: `bo${process.pid}-${beds}` };
  ip("netns", "add", namespace);
  const remove = undoAtExit(() => {
    for (const name of [near.in, near.out]) tryIp("link", "del", name);
    tryIp("netns", "del", namespace);
  });
  for (const end of ["in", "out"] as const) {
    ip("link", "add", near[end], "type", "veth", "peer", "name", end, "netns", namespace);
    silence(near[end]);
    ip("link", "set", near[end], "arp", "off", "up");
    ip("-n", namespace, "link", "set", end, "addrgenmode", "none", "arp", "off", "up");
  }
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
