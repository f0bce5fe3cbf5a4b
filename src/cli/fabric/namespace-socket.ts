import { fork } from "node:child_process";
import { Socket } from "node:dgram";
import { once } from "node:events";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CodedError } from "../../base/index.js";
import { boundSocket } from "../../io/node/index.js";

const program = fileURLToPath(new URL("../main.js", import.meta.url));
const everyAddress = "0.0.0.0";

/**
 * Opens a UDP socket in a network namespace. A socket stays in the namespace in which it was made, whoever has it: when
 * this process is elsewhere, a short-lived one goes there, opens the socket and passes it over.
 *
 * @param namespace its name, as `ip netns` lists it
 * @throws CodedError `NAMESPACE-SOCKET` when there is no such namespace, or we may not enter it
 */
export async function openInNamespace(namespace: string, port: number): Promise<Socket> {
  if (isHere(namespace)) return boundSocket({ address: everyAddress, port }, "SOCKET-BIND");
  const child = fork(program, ["host-socket", String(port)], {
    execPath: "ip",
    execArgv: ["netns", "exec", namespace, process.execPath],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let output = "";
  child.stderr?.on("data", (part: Buffer) => {
    output += part.toString();
  });
  const passed = once(child, "message").then(([, handle]: unknown[]) => handle);
  const ended = once(child, "close").then(() => undefined);
  const socket = await Promise.race([passed, ended]).catch((error: Error) => {
    output = error.message;
  });
  if (socket instanceof Socket) return socket;
  throw new CodedError({
    code: "NAMESPACE-SOCKET",
    message: `cannot open a socket in the network namespace ${namespace}: ${output.trim()}`,
    help: "Be root, have iproute2 installed, and see `ip netns list` for what is there.",
  });
}

/** Whether this process is in the namespace already. */
function isHere(namespace: string): boolean {
  const there = statSync(`/run/netns/${namespace}`, { throwIfNoEntry: false });
  const here = statSync("/proc/self/ns/net", { throwIfNoEntry: false });
  return there !== undefined && there.ino === here?.ino && there.dev === here.dev;
}
