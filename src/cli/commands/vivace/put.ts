import { readInput } from "../../entries.js";
import { printJson } from "../../output.js";
import { parseObject, type StoreOptions, withStore } from "./with-store.js";

export interface PutOptions extends StoreOptions {
  /** The value itself, instead of a file. */
  readonly value?: string;
}

/** Writes an RW object. */
export async function put(object: string, file: string, options: PutOptions): Promise<void> {
  const [container, name] = parseObject(object);
  const value = options.value === undefined ? await readInput(file) : Buffer.from(options.value, "utf8");
  await withStore(options, async ({ store }) => {
    const begunMs = performance.now();
    await store.write(container, name, value);
    const ms = performance.now() - begunMs;
    if (options.json) printJson({ object, bytes: value.length, ms });
  });
}
