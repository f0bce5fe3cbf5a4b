import { p4info } from "p4runtime-js-grpc/messages";
import { printP4Info } from "p4runtime-js-grpc/text";
import type { Program } from "../ir/index.js";
import { lowerToTna, runPasses, v1modelPasses } from "../passes/index.js";
import { lowerToBmv2, type SerialiseOptions, serialise } from "./bmv2/index.js";
import { printTna, printV1model } from "./p4/index.js";
import { describeProgram } from "./p4info/index.js";

/** Everything that a switch and its controller need of a program. */
export interface Artifacts {
  /** P4_16 for the v1model architecture. */
  readonly v1modelP4: string;
  /** P4Info in text format, as p4c prints it. */
  readonly p4infoText: string;
  /** P4Info as SetForwardingPipelineConfig carries it. */
  readonly p4infoBinary: Uint8Array;
  /** What `simple_switch` and the embedded switch load. */
  readonly bmv2Json: string;
}

/**
 * Emits every artifact of a program. The same program gives the same bytes.
 *
 * Comments of the P4 name the lines that made it; resolve the program's positions first (`resolvePositions`) when
 * the TypeScript was compiled.
 *
 * Throws a CodedError for what v1model or BMv2 cannot do (`V1MODEL-…`, `BMV2-…`, `P4INFO-…`).
 *
 * @example emitArtifacts(router.ir).p4infoText
 */
export function emitArtifacts(program: Program, options: SerialiseOptions = {}): Artifacts {
  const lowered = runPasses(program, v1modelPasses);
  const info = describeProgram(lowered);
  return {
    v1modelP4: printV1model(lowered).text,
    p4infoText: printP4Info(info),
    p4infoBinary: p4info.P4Info.encode(info).finish(),
    bmv2Json: serialise(lowerToBmv2(lowered), options),
  };
}

/**
 * Emits a program as P4_16 for the Tofino Native Architecture.
 *
 * Throws a CodedError `TNA-…`, at the line of the program, for what Tofino cannot do.
 *
 * @example emitTna(router.ir)
 */
export function emitTna(program: Program): string {
  return printTna(lowerToTna(program)).text;
}
