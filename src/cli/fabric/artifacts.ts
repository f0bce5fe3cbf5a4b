import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { p4info } from "p4runtime-js-grpc/messages";
import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import { parseP4Info } from "p4runtime-js-grpc/text";

/** The checkout: this file is compiled to build/src/cli/fabric. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");

/** The committed artifacts of a program, as a switch takes them. */
export function loadArtifacts(program: string): PipelineConfig {
  const directory = path.join(root, "p4", program);
  const info = parseP4Info(readFileSync(path.join(directory, "p4info.txtpb"), "utf8"));
  return {
    p4info: p4info.P4Info.encode(info).finish(),
    deviceConfig: readFileSync(path.join(directory, "bmv2.json")),
  };
}
