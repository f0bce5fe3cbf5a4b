import { boundSocket } from "../../io/node/index.js";

/** Opens a UDP socket where this process is, passes it to the parent, and is done. */
export async function hostSocket(port: number): Promise<void> {
  const socket = await boundSocket({ address: "0.0.0.0", port }, "SOCKET-BIND");
  await new Promise<void>((resolve, reject) => {
    const done = (error: Error | null) => (error ? reject(error) : resolve());
    process.send?.("socket", socket, {}, done);
  });
  process.disconnect();
  socket.close();
}
