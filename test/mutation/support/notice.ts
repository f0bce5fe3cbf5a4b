import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Program } from "../../../src/ir/index.js";
import * as programs from "../../../src/programs/index.js";
import { router } from "../../../src/programs/router.js";
import { resolved, root } from "../../emit/p4-support.js";
import { ObservedSwitch } from "../../emit/support/observed-switch.js";
import { allPrograms } from "../../emit/support/programs.js";
import { runScript } from "../../emit/support/run-script.js";
import { scriptOf } from "../../emit/support/scripts.js";
import type { Artifact, Check } from "./mutant.js";
import type { Emitters } from "./plant.js";

/** Why a check fails with these emitters; undefined when it does not. */
export async function notice(emitters: Emitters, check: Check): Promise<string | undefined> {
  const { ir } = allPrograms.find(({ name }) => name === check.program) ?? missing(check.program);
  try {
    if (check.kind === "packets") await runPackets(emitters, check.program, ir);
    else compareText(emitters, check, ir);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function runPackets({ emitArtifacts }: Emitters, name: string, ir: Program): Promise<void> {
  const artifacts = emitArtifacts(ir);
  await runScript(new ObservedSwitch(artifacts), scriptOf(name, artifacts.p4infoBinary));
}

function compareText(emitters: Emitters, check: Check & { kind: "text" }, ir: Program): void {
  const kept = keptFile(check);
  if (textOf(emitters, check.artifact, resolved(ir)) !== readFileSync(kept, "utf8"))
    throw new Error(`not as in ${kept}`);
}

function textOf({ emitArtifacts, emitTna }: Emitters, artifact: Artifact, ir: Program): string {
  switch (artifact) {
    case "v1model.p4":
      return emitArtifacts(ir).v1modelP4;
    case "tna.p4":
      return emitTna(ir);
    case "p4info.txtpb":
      return emitArtifacts(ir).p4infoText;
    case "bmv2.json":
      return emitArtifacts(ir).bmv2Json;
  }
}

/** Programs of the product keep their texts in p4/, those of the corpus among the goldens of test/emit. */
function keptFile({ artifact, program }: Check & { kind: "text" }): string {
  if ([...Object.values(programs), router].some(({ name }) => name === program))
    return path.join(root, "p4", program, artifact);
  const goldens = path.join(root, "test/emit/goldens");
  const file = {
    "v1model.p4": `${program}.p4`,
    "tna.p4": `tna/${program}.p4`,
    "p4info.txtpb": `p4info/${program}.txtpb`,
    "bmv2.json": `bmv2/${program}.json`,
  }[artifact];
  const golden = path.join(goldens, file);
  return existsSync(golden) ? golden : missing(golden);
}

function missing(what: string): never {
  throw new Error(`there is no ${what}`);
}
