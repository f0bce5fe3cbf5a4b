import type { SourcePosition } from "../../base/index.js";
import {
  bitType,
  boolType,
  type Expression,
  type Intrinsic,
  node,
  type Program,
  rewrite,
} from "../../ir/index.js";
import type { Pass } from "../pass.js";
import { instanceType, standardMetadata } from "./standard-metadata.js";

/** Replaces each portable intrinsic by the field of `standard_metadata` that holds it. */
export const lowerIntrinsics: Pass = {
  name: "lower-intrinsics",
  run: (program) =>
    rewrite(program, (target) => (target.kind === "intrinsic" ? lowerIntrinsic(target, program) : target)),
};

function lowerIntrinsic(intrinsic: Intrinsic, program: Program): Expression {
  const { source } = intrinsic;
  switch (intrinsic.intrinsic) {
    case "ingressPort":
      return standardMetadata("ingress_port", source);
    case "egressPort":
      return standardMetadata("egress_port", source);
    case "replicationId":
      return standardMetadata("egress_rid", source);
    case "packetLength":
      return node("cast", { type: bitType(16), operand: standardMetadata("packet_length", source), source });
    case "ingressTimestamp":
      return standardMetadata("ingress_global_timestamp", source);
    case "egressTimestamp":
      return standardMetadata("egress_global_timestamp", source);
    case "queueDepth":
      return standardMetadata("enq_qdepth", source);
    case "isRecirculated":
      return isInstance(instanceType.recirculated, source);
    case "isClone":
      return node("binary", {
        operator: "||",
        left: isInstance(instanceType.ingressClone, source),
        right: isInstance(instanceType.egressClone, source),
        type: boolType,
        source,
      });
    case "parserError":
      return standardMetadata("parser_error", source);
    case "cpuPort":
      return cpuPortOf(program);
  }
}

/** The program says which port that is, wherever it is used. */
function cpuPortOf({ cpuPort, source }: Program): Expression {
  return node("constant", { type: bitType(9), value: BigInt(cpuPort), name: "CPU_PORT", source });
}

function isInstance(value: bigint, source: SourcePosition): Expression {
  const left = standardMetadata("instance_type", source);
  const right = node("constant", { type: bitType(32), value, source });
  return node("binary", { operator: "==", left, right, type: boolType, source });
}
