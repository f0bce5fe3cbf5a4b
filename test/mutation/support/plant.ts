import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type * as emit from "../../../src/emit/index.js";
import { root } from "../../emit/p4-support.js";
import type { Mutant } from "./mutant.js";

/** The compiler with a fault, or without one. */
export type Emitters = Pick<typeof emit, "emitArtifacts" | "emitTna">;

const built = path.join(root, "build/src");
/** Only these rooms get faults: the program that is compiled, and the switch that runs it, are as they are. */
const mutable = ["emit", "passes"];
const shared = ["base", "ir"];

/**
 * Loads the passes and emitters from a copy in which one place is different. The copy lies inside of the checkout, so
 * that it finds the packages of the project, and goes away when it is loaded.
 */
export async function plant(mutant: Mutant): Promise<Emitters> {
  const parent = path.join(root, "build/mutants");
  mkdirSync(parent, { recursive: true });
  const copy = mkdtempSync(path.join(parent, "mutant-"));
  try {
    for (const room of mutable) copyCode(path.join(built, room), path.join(copy, room));
    for (const room of shared) {
      mkdirSync(path.join(copy, room));
      writeFileSync(path.join(copy, room, "index.js"), `export * from "../../../src/${room}/index.js";\n`);
    }
    change(path.join(copy, `${mutant.file}.js`), mutant);
    const loaded: Emitters = await import(pathToFileURL(path.join(copy, "emit/index.js")).href);
    return loaded;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function copyCode(from: string, to: string): void {
  const filter = (file: string) => path.extname(file) === "" || file.endsWith(".js");
  cpSync(from, to, { recursive: true, filter });
}

function change(file: string, { name, from, to }: Mutant): void {
  const text = readFileSync(file, "utf8");
  const count = text.split(from).length - 1;
  assert.equal(count, 1, `"${name}" is stale: ${file} has ${count} times: ${from}`);
  writeFileSync(
    file,
    text.replace(from, () => to),
  );
}
