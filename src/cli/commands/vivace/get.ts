import { vivaceError } from "../../../vivace/index.js";
import { printJson } from "../../output.js";
import { parseObject, type StoreOptions, withStore } from "./with-store.js";

/** Prints an RW object: its bytes and nothing else. */
export async function get(object: string, options: StoreOptions): Promise<void> {
  const [container, name] = parseObject(object);
  await withStore(options, async ({ store }) => {
    const begunMs = performance.now();
    const value = await store.read(container, name);
    const ms = performance.now() - begunMs;
    if (value === undefined) throw vivaceError("VIVACE-NOT-WRITTEN", object);
    if (options.json) printJson({ object, value: Buffer.from(value).toString("base64"), ms });
    else process.stdout.write(value);
  });
}
