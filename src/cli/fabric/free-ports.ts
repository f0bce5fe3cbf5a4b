import { createServer } from "node:net";
import { CodedError, randomBelow } from "../../base/index.js";
import { boundSocket, systemRandom } from "../../io/node/index.js";

const loopback = "127.0.0.1";

/** Below the range from which Linux and macOS give ports to those who do not care: nobody is given them by chance. */
const first = 20_000;
const count = 12_000;

/**
 * Hands out port numbers of 127.0.0.1 that are free for UDP and TCP. Unlike a port that the system chooses, such a one
 * is still free when the process that had it has died and is started again.
 */
export class FreePorts {
  #next = randomBelow(systemRandom(), count);
  #tried = 0;

  /** @throws CodedError `PORTS-TAKEN` when every one has been tried */
  async take(): Promise<number> {
    while (this.#tried < count) {
      const port = first + (this.#next % count);
      this.#next += 1;
      this.#tried += 1;
      if ((await isFreeForUdp(port)) && (await isFreeForTcp(port))) return port;
    }
    throw new CodedError({
      code: "PORTS-TAKEN",
      message: `no port from ${first} to ${first + count - 1} of ${loopback} is free`,
      help: "Stop other fabrics of this machine.",
    });
  }
}

async function isFreeForUdp(port: number): Promise<boolean> {
  try {
    const socket = await boundSocket({ address: loopback, port }, "TUNNEL-BIND");
    await new Promise<void>((resolve) => socket.close(resolve));
    return true;
  } catch {
    return false;
  }
}

function isFreeForTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, loopback, () => server.close(() => resolve(true)));
  });
}
