import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CodedError } from "../../base/index.js";
import { type Fit, readFit } from "./fit.js";

const compiler = "p4c";
const target = ["--target", "tofino", "--arch", "tna"];

/** Whether p4c with its Tofino backend is on PATH. */
export function hasTofinoCompiler(): boolean {
  const { status, stdout } = spawnSync(compiler, ["--target-help"], { encoding: "utf8" });
  return status === 0 && stdout.includes("tofino");
}

/**
 * Compiles a program for Tofino 1 and says what it takes.
 *
 * @throws CodedError `FIT-COMPILER` when there is no p4c with a Tofino backend, `FIT-REFUSED` when it refuses the program
 */
export function compileFit(name: string, tnaP4: string): Fit {
  const directory = mkdtempSync(path.join(tmpdir(), "tofino-"));
  try {
    const source = path.join(directory, "tna.p4");
    writeFileSync(source, tnaP4);
    const out = path.join(directory, "out");
    run(name, [...target, "-g", "--verbose", "2", "-o", out, source]);
    return readFit(name, layoutIn(path.join(out, "pipe")));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function run(name: string, args: readonly string[]): void {
  const result = spawnSync(compiler, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (result.error !== undefined || !hasTofinoCompiler()) {
    throw new CodedError({
      code: "FIT-COMPILER",
      message: "there is no p4c with a Tofino backend on PATH",
      help: "Build p4c with -DENABLE_TOFINO=ON, and put its bin directory on PATH.",
    });
  }
  if (result.status === 0) return;
  const said = `${result.stdout}${result.stderr}`.split("\n").filter((line) => line.includes("error"));
  throw new CodedError({
    code: "FIT-REFUSED",
    message: `p4c does not compile ${name} for Tofino: ${said.slice(0, 3).join("; ")}`,
    help: `Run p4c ${target.join(" ")} on p4/${name}/tna.p4 for all that it says.`,
  });
}

function layoutIn(pipe: string): Parameters<typeof readFit>[1] {
  const logs = path.join(pipe, "logs");
  const read = (...parts: readonly string[]): string => readFileSync(path.join(...parts), "utf8");
  const assembly = readdirSync(pipe).find((file) => file.endsWith(".bfa")) ?? "";
  const summaries = readdirSync(logs).filter((file) => file.startsWith("phv_allocation_summary_"));
  return {
    assembly: read(pipe, assembly),
    resources: read(logs, "mau.resources.log"),
    headerVector: read(logs, summaries.sort().at(-1) ?? ""),
  };
}
