import type { SourcePosition } from "../../base/index.js";
import {
  bitType,
  boolType,
  type Expression,
  type Intrinsic,
  type Node,
  node,
  rewrite,
} from "../../ir/index.js";
import { bits } from "./build-nodes.js";
import { intrinsicField } from "./intrinsic-metadata.js";
import { recirculationPort } from "./lower-forwarding.js";
import { refuse } from "./refuse.js";
import { type TnaPass, withControls } from "./tna-program.js";

/** The PCIe port of Tofino 1, behind which its CPU sits. */
const cpuPort = 64n;

/** Replaces each portable intrinsic by the field of TNA's metadata that holds it. */
export const lowerIntrinsics: TnaPass = {
  name: "lower-intrinsics",
  run(tna) {
    const lowered = withControls(tna, (control) => rewrite(control, lower));
    return { ...lowered, program: { ...lowered.program, parser: rewrite(tna.program.parser, lower) } };
  },
};

function lower(target: Node): Node {
  return target.kind === "intrinsic" ? lowerIntrinsic(target) : target;
}

function lowerIntrinsic({ intrinsic, source }: Intrinsic): Expression {
  switch (intrinsic) {
    case "ingressPort":
      return intrinsicField("ig_intr_md", "ingress_port", source);
    case "egressPort":
      return intrinsicField("eg_intr_md", "egress_port", source);
    case "replicationId":
      return intrinsicField("eg_intr_md", "egress_rid", source);
    case "packetLength":
      return refuse(
        "TNA-PACKET-LENGTH",
        "Tofino does not know a packet's length before the last byte has come",
        "Take the length from a header, such as the total length of IPv4.",
        source,
      );
    case "ingressTimestamp":
      return intrinsicField("ig_prsr_md", "global_tstamp", source);
    case "egressTimestamp":
      return intrinsicField("eg_prsr_md", "global_tstamp", source);
    case "queueDepth":
      return intrinsicField("eg_intr_md", "enq_qdepth", source);
    case "isRecirculated":
      return isRecirculated(source);
    case "isClone":
      return node("boolean", { value: false, type: boolType, source });
    case "parserError":
      return refuse(
        "TNA-PARSER",
        "only comparisons with one parser error can be asked for on Tofino",
        "Compare packet.parserError with an error.",
        source,
      );
    case "cpuPort":
      return node("constant", { type: bitType(9), value: cpuPort, name: "CPU_PORT", source });
  }
}

/** By the port: nothing else comes in at the one that leads back. Its number without the pipe is the same in all. */
function isRecirculated(source: SourcePosition): Expression {
  const operand = intrinsicField("ig_intr_md", "ingress_port", source);
  const left = node("slice", { operand, high: 6, low: 0, type: bitType(7), source });
  const right = bits(7, recirculationPort, source);
  return node("binary", { operator: "==", left, right, type: boolType, source });
}
