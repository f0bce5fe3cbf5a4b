import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { compiled, interpreter } from "../../src/switch/index.js";
import { runStf } from "./support/stf.js";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const scripts = path.join(root, "test/switch/scripts");

/** Every script is named for the program that it is about. */
describe("packet scripts", () => {
  for (const file of readdirSync(scripts).sort()) {
    const program = path.join(root, "p4", path.basename(file, ".stf"), "bmv2.json");
    for (const engine of [compiled, interpreter]) {
      it(`${file}, ${engine.name}`, () => {
        runStf(readFileSync(program, "utf8"), readFileSync(path.join(scripts, file), "utf8"), engine);
      });
    }
  }
});
