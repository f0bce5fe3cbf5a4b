import { node, type Program } from "../../ir/index.js";
import { flattenBlocks } from "../flatten-blocks.js";
import { type Pass, runPasses } from "../pass.js";
import { completeTables } from "../v1model/complete-tables.js";
import { replaceMetadata } from "../v1model/metadata-fields.js";
import { acceptRejected } from "./accept-rejected.js";
import { bridge, bridgeHeader } from "./bridge.js";
import { isNeeded, planBridge } from "./bridge-plan.js";
import { checkExpressions } from "./check-expressions.js";
import { checkParseDepth } from "./check-parse-depth.js";
import { checkRegisters } from "./check-registers.js";
import { checkTarget } from "./check-target.js";
import { countInActions } from "./count-in-actions.js";
import { egressParser } from "./egress-parser.js";
import { flagChecksums } from "./flag-checksums.js";
import { headerSets } from "./header-sets.js";
import { ingressParser } from "./ingress-parser.js";
import { lowerDeparserSends } from "./lower-deparser-sends.js";
import { lowerForwarding } from "./lower-forwarding.js";
import { lowerFunnelShifts } from "./lower-funnel-shifts.js";
import { lowerIntrinsics } from "./lower-intrinsics.js";
import { lowerMatchKinds } from "./lower-match-kinds.js";
import { lowerSwitches } from "./lower-switches.js";
import { placeChecksums } from "./place-checksums.js";
import { removeMessages } from "./remove-messages.js";
import { addResubmitHeader } from "./resubmit-header.js";
import type { TnaPass, TnaProgram } from "./tna-program.js";

export { intrinsicTypeNames } from "./intrinsic-metadata.js";
export type { TnaCode } from "./refuse.js";
export type { Deparser, DeparserSend, TnaProgram } from "./tna-program.js";

/** Metadata is zero for every new packet; Tofino's compiler does that when it is told to. */
const zeroMetadata: Pass = {
  name: "zero-metadata",
  run(program) {
    const { metadata, source } = program;
    const annotation = node("annotation", { name: "pa_auto_init_metadata", args: [], source });
    return replaceMetadata(program, { ...metadata, annotations: [...metadata.annotations, annotation] });
  },
};

const portablePasses: readonly Pass[] = [
  removeMessages,
  lowerSwitches,
  checkParseDepth,
  checkRegisters,
  checkTarget,
  checkExpressions,
  acceptRejected,
  completeTables,
  zeroMetadata,
  countInActions,
  lowerMatchKinds,
  lowerFunnelShifts,
  flattenBlocks,
];

const passes: readonly TnaPass[] = [lowerForwarding, lowerIntrinsics, lowerDeparserSends];

/**
 * From a portable program to a Tofino pipeline.
 *
 * Throws a CodedError `TNA-…`, at the user's own line, for what Tofino cannot do.
 */
export function lowerToTna(program: Program): TnaProgram {
  const portable = runPasses(program, portablePasses);
  const lowered = passes.reduce((current, pass) => pass.run(current), split(portable));
  return { ...lowered, program: flattenBlocks.run(lowered.program) };
}

/** Two pipelines from one program. */
function split(whole: Program): TnaProgram {
  const { program, placed } = flagChecksums(addResubmitHeader(whole), placeChecksums(whole));
  const plan = planBridge(program);
  const bridged = bridge(program, plan);
  const front = isNeeded(plan) ? [bridgeHeader(bridged, program.source)] : [];
  return {
    program: { ...bridged, parser: ingressParser(bridged) },
    egressParser: egressParser(bridged, plan, headerSets(program, plan.headers)),
    ingressDeparser: { checksums: placed.ingress, sends: [], emits: [...front, ...bridged.deparser] },
    egressDeparser: {
      checksums: placed.egress,
      sends: [],
      emits: bridged.deparser.slice(0, plan.headers.length),
    },
  };
}
