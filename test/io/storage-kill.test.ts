import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { openSegmentStorage } from "../../src/io/node/index.js";
import { temporaryDirectory } from "./temporary-directory.js";

const writer = fileURLToPath(new URL("./storage-writer.js", import.meta.url));

/** Lets a writer work until it has called `count` records durable, kills it, and says which they were. */
async function writeUntilKilled(directory: string, begin: number, count: number): Promise<number[]> {
  const child = spawn(process.execPath, [writer, directory, String(begin)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  while (output.split("\n").length <= count) await once(child.stdout, "data");
  const closed = once(child, "close");
  child.kill("SIGKILL");
  const [, signal] = await closed;
  assert.equal(signal, "SIGKILL");
  return output.split("\n").slice(0, -1).map(Number);
}

test("every record that was called durable is there after kill -9, five times over", async (context) => {
  const directory = await temporaryDirectory(context);
  const acknowledged: number[] = [];
  for (let life = 0; life < 5; life += 1) {
    acknowledged.push(...(await writeUntilKilled(directory, life * 1_000_000, 50 + 137 * life)));
    const found = new Map<number, number>();
    const storage = await openSegmentStorage(directory, (header, position) => {
      found.set(Number(Buffer.from(header).toString()), position);
    });
    for (const number of acknowledged) {
      const position = found.get(number);
      assert.ok(position !== undefined, `record ${number} is gone`);
      storage.read(position, (record) => {
        assert.deepEqual(record?.body, Buffer.alloc(1 + ((number * 7919) % 5_000), number % 251));
      });
    }
    await storage.close();
  }
});
