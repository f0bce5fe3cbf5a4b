import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** The reason to skip what p4c judges, or false. */
export const skipWithoutP4c =
  spawnSync("p4c-bm2-ss", ["--version"]).status === 0 ? false : "p4c-bm2-ss is not on PATH";

/** What a switch is given of a program, whoever compiled it. */
export interface CompiledProgram {
  readonly p4infoBinary: Uint8Array;
  readonly bmv2Json: string;
}

export interface P4cOutput extends CompiledProgram {
  readonly p4infoText: string;
  readonly p4infoJson: string;
}

/** What p4c makes of a program's v1model text. */
export function compileWithP4c(v1modelP4: string): P4cOutput {
  const directory = mkdtempSync(path.join(tmpdir(), "p4c-"));
  const file = (name: string) => path.join(directory, name);
  try {
    writeFileSync(file("program.p4"), v1modelP4);
    const files = ["info.txtpb", "info.bin", "info.json"].map(file).join();
    const result = spawnSync(
      "p4c-bm2-ss",
      ["--p4runtime-files", files, "-o", file("bmv2.json"), file("program.p4")],
      {
        encoding: "utf8",
      },
    );
    if (result.status !== 0) throw new Error(`p4c refuses the program: ${result.stderr}`);
    return {
      p4infoText: readFileSync(file("info.txtpb"), "utf8"),
      p4infoBinary: new Uint8Array(readFileSync(file("info.bin"))),
      p4infoJson: readFileSync(file("info.json"), "utf8"),
      bmv2Json: readFileSync(file("bmv2.json"), "utf8"),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
