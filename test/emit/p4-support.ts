import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type PrintedCode, printV1model } from "../../src/emit/p4/index.js";
import type { Program } from "../../src/ir/index.js";
import { resolvePositions, runPasses, sourceMapResolver, v1modelPasses } from "../../src/passes/index.js";

/** The directory of the project; tests run from build/test/emit. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

export const resolver = sourceMapResolver({
  root,
  readText: (file) => (existsSync(file) ? readFileSync(file, "utf8") : undefined),
});

/** A program with its own lines of TypeScript. */
export function resolved(program: Program): Program {
  return resolvePositions(program, resolver);
}

/** The same in v1model's terms, as P4. */
export function printed(program: Program): PrintedCode {
  return printV1model(runPasses(resolved(program), v1modelPasses));
}

/** Compares with the golden file of this name, or writes it when UPDATE_GOLDENS is set. */
export function golden(name: string, text: string): { readonly expected: string; readonly actual: string } {
  const file = path.join(root, "test/emit/goldens", name);
  if (process.env.UPDATE_GOLDENS !== undefined) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return { expected: existsSync(file) ? readFileSync(file, "utf8") : "", actual: text };
}

/** Whether p4c's BMv2 compiler is there. */
export const hasP4c = spawnSync("p4c-bm2-ss", ["--version"]).status === 0;

/** p4c's front end gives every table a default action, and its BMv2 back end then warns of it, whatever is written. */
const unavoidable =
  /^.*warning: Target does not support default_action for \S+ \(due to action profiles\)\n.*\n.*\n/gm;

/** What p4c says about a program: nothing, when it is content. */
export function p4cSays(text: string): string {
  const directory = mkdtempSync(path.join(tmpdir(), "p4-"));
  try {
    const source = path.join(directory, "program.p4");
    writeFileSync(source, text);
    const output = ["-o", path.join(directory, "program.json")];
    const result = spawnSync("p4c-bm2-ss", ["--std", "p4-16", source, ...output], { encoding: "utf8" });
    const said = `${result.stdout}${result.stderr}`.replace(unavoidable, "");
    return result.status === 0 ? said : `exit code ${result.status}\n${said}`;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
