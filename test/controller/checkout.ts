import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Fabric, parseFabric } from "../../controller/index.js";

/** The checkout: this file is compiled to build/test/controller. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

export const defaultFabricText = readFileSync(path.join(root, "controller/fabrics/four-racks.yaml"), "utf8");

export function defaultFabric(): Fabric {
  return parseFabric(defaultFabricText, "four-racks.yaml");
}

/** The default fabric with a fifth rack and a replica set more. */
export function fiveRacks(): Fabric {
  const file = "controller/fabrics/five-racks.yaml";
  return parseFabric(readFileSync(path.join(root, file), "utf8"), file);
}

/** The text of a golden file; with UPDATE_GOLDENS=1 it is first made what it ought to be. */
export function golden(name: string, actual: string): string {
  const file = path.join(root, "test/controller/goldens", name);
  if (process.env.UPDATE_GOLDENS === "1") writeFileSync(file, actual);
  return readFileSync(file, "utf8");
}

/** The default fabric's text with one thing changed; the change must hit something. */
export function edited(...edits: readonly (readonly [from: string, to: string])[]): string {
  return edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the default fabric has no ${JSON.stringify(from)}`);
    return text.replace(from, () => to);
  }, defaultFabricText);
}
