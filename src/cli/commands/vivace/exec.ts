import { printJson } from "../../output.js";
import { parseObject, type StoreOptions, withStore } from "./with-store.js";

/** Runs a command on an RMW object and prints its result: its bytes and nothing else. */
export async function exec(
  object: string,
  command: string,
  argument: string,
  options: StoreOptions,
): Promise<void> {
  const [container, name] = parseObject(object);
  await withStore(options, async ({ store }) => {
    const begunMs = performance.now();
    const result = await store.execute(container, name, command, Buffer.from(argument, "utf8"));
    const ms = performance.now() - begunMs;
    if (options.json) printJson({ object, command, result: Buffer.from(result).toString("base64"), ms });
    else process.stdout.write(result);
  });
}
