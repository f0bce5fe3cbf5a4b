import { readFileSync } from "node:fs";
import path from "node:path";
import { parseStore, type StorePlan } from "../../../controller/index.js";
import { CodedError } from "../../base/index.js";
import { root } from "../fabric/artifacts.js";
import { systemErrorCode } from "../failure.js";

/** The store that comes with the product; any other is looked for from the working directory. */
export const defaultStore = "controller/stores/two-sites.yaml";

/** A store file as it was read. */
export interface StoreFile {
  readonly file: string;
  readonly text: string;
  readonly plan: StorePlan;
}

/**
 * Reads a store file.
 *
 * @throws CodedError `STORE-FILE` when it cannot be read, and those of `parseStore`
 */
export function loadStore(file: string): StoreFile {
  try {
    const text = readFileSync(file === defaultStore ? path.join(root, file) : file, "utf8");
    return { file, text, plan: parseStore(text, file) };
  } catch (error) {
    const reason = systemErrorCode(error);
    if (reason === undefined) throw error;
    throw new CodedError({
      code: "STORE-FILE",
      message: `cannot read ${file}: ${reason}`,
      help: "Name a store file with --store; controller/stores/two-sites.yaml is an example.",
    });
  }
}
