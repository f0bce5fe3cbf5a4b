import { readFileSync } from "node:fs";
import path from "node:path";
import { p4info } from "p4runtime-js-grpc/messages";
import { dscp } from "../../../src/programs/index.js";
import { router } from "../../../src/programs/router.js";
import { corpus } from "../../dsl/corpus/index.js";
import { root } from "../p4-support.js";
import { parseScript, type ScriptLine } from "./packet-script.js";

/** Where the scripts are; each is named for the program that it is about. */
export const scripts = path.join(root, "test/emit/scripts");

/** The programs that have a script: all but the ToR program, which has a room of its own (test/programs). */
export const scripted = [router, dscp, ...corpus];

/** The script of a program. */
export function scriptOf(name: string, p4infoBinary: Uint8Array): readonly ScriptLine[] {
  const text = readFileSync(path.join(scripts, `${name}.stf`), "utf8");
  return parseScript(text, p4info.P4Info.decode(p4infoBinary));
}
