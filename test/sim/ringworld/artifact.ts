import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { p4info } from "p4runtime-js-grpc/messages";
import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import { parseP4Info } from "p4runtime-js-grpc/text";
import { type ArtifactSource, SwitchStock, torArtifacts } from "../../../src/sim/index.js";

const program = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../../p4/tor");

/** The committed artifact of the top-of-rack switch, as the controller pushes it. */
function committed(): PipelineConfig {
  const info = parseP4Info(readFileSync(path.join(program, "p4info.txtpb"), "utf8"));
  return {
    p4info: p4info.P4Info.encode(info).finish(),
    deviceConfig: readFileSync(path.join(program, "bmv2.json")),
  };
}

/** The artifact for any sizes; the committed one for its own. */
export const torSource: ArtifactSource = torArtifacts(committed());

/** Switches that run it, for all worlds of a test file. */
export const torStock = new SwitchStock(torSource);
