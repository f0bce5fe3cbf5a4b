import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { performance } from "node:perf_hooks";

/** What the sender is told: how many datagrams per second, of which size, for how long. */
export interface Load {
  readonly ratePps: number;
  readonly payloadBytes: number;
  readonly seconds: number;
}

/** A process that sends UDP datagrams to the addresses of its arguments, at the rates its parent asks for. */
async function main(addresses: readonly string[]): Promise<void> {
  const sockets = await Promise.all(addresses.map(connected));
  process.on("message", async (load: Load) => {
    process.send?.(await send(sockets, load));
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.("ready");
}

async function connected(address: string): Promise<Socket> {
  const socket = createSocket("udp4");
  // What a full queue refuses is load that was not offered: it is not counted.
  socket.on("error", () => undefined);
  socket.connect(9, address);
  await once(socket, "connect");
  return socket;
}

/** Sends what is due, once in a millisecond; resolves with how many datagrams were sent. */
async function send(sockets: readonly Socket[], load: Load): Promise<number> {
  const payload = Buffer.alloc(load.payloadBytes);
  const startMs = performance.now();
  let sent = 0;
  for (let elapsedMs = 0; elapsedMs < load.seconds * 1000; elapsedMs = performance.now() - startMs) {
    for (const due = (elapsedMs / 1000) * load.ratePps; sent < due; sent += 1)
      sockets[sent % sockets.length]?.send(payload);
    await new Promise((next) => setTimeout(next, 1));
  }
  return sent;
}

await main(process.argv.slice(2));
