import { createHash } from "node:crypto";
import { connect, createServer } from "node:net";

/** `receive PORT` prints the digest of what one connection brings; `send ADDRESS PORT BYTES` brings it. */
const [mode, ...args] = process.argv.slice(2);

/** Bytes that show a swap of any two places. */
function pattern(byteLength: number): Buffer {
  const bytes = Buffer.alloc(byteLength);
  for (let at = 0; at < byteLength; at += 1) bytes[at] = (at * 31 + (at >> 8) * 7 + (at >> 16)) & 0xff;
  return bytes;
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

if (mode === "receive") {
  const server = createServer((socket) => {
    const parts: Buffer[] = [];
    socket.on("data", (part) => parts.push(part));
    socket.on("end", () => {
      process.stdout.write(`${digest(Buffer.concat(parts))}\n`);
      socket.end();
      server.close();
    });
  });
  server.listen(Number(args[0]), "0.0.0.0", () => process.stdout.write("listening\n"));
} else {
  const bytes = pattern(Number(args[2]));
  process.stdout.write(`${digest(bytes)}\n`);
  connect(Number(args[1]), args[0]).end(bytes);
}
