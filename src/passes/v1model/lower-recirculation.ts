import type { SourcePosition } from "../../base/index.js";
import {
  bitType,
  boolType,
  type Control,
  type Expression,
  type Field,
  type Node,
  node,
  type Program,
  rewrite,
  type Statement,
  walk,
} from "../../ir/index.js";
import type { Pass } from "../pass.js";
import { together } from "../statements.js";
import { sendToPort } from "./lower-forwarding.js";
import { addMetadataFields, metadataField } from "./metadata-fields.js";
import { standardMetadata } from "./standard-metadata.js";

/** Set in ingress, obeyed in egress. */
const flagName = "recirculate_flag";

/**
 * v1model recirculates in egress only. A recirculation in ingress becomes a flag of the metadata; the packet is
 * sent on to egress (by any port: it never leaves), which does nothing else with it than recirculate it. A later
 * decision about the packet takes the flag back.
 */
export const lowerRecirculation: Pass = {
  name: "lower-recirculation",
  run(program) {
    if (!recirculates(program.ingress)) return program;
    const flagged = addMetadataFields(program, [flagField(program.source)]);
    const ingress = rewrite(flagged.ingress, (target) => lowerDecision(target, flagged));
    return { ...flagged, ingress, egress: obeyFlag(flagged) };
  },
};

function recirculates(control: Control): boolean {
  let found = false;
  walk(control, (target) => {
    if (target.kind === "recirculate") found = true;
  });
  return found;
}

function flagField(source: SourcePosition): Field {
  return { name: flagName, type: bitType(1), annotations: [], source };
}

function lowerDecision(target: Node, program: Program): Node {
  if (target.kind === "recirculate") {
    const { source } = target;
    const toEgress = sendToPort(standardMetadata("ingress_port", source), source);
    return together([...toEgress, setFlag(program, 1n, source)], source);
  }
  if (target.kind === "sendToPort" || target.kind === "multicast") {
    return together([setFlag(program, 0n, target.source), target], target.source);
  }
  return target;
}

function setFlag(program: Program, value: bigint, source: SourcePosition): Statement {
  const target = metadataField(program, flagName, 1, source);
  return node("assign", { target, value: oneBit(value, source), source });
}

function obeyFlag(program: Program): Control {
  const { egress } = program;
  const { source } = egress;
  const left = metadataField(program, flagName, 1, source);
  const right = oneBit(1n, source);
  const condition = node("binary", { operator: "==", left, right, type: boolType, source });
  const whenTrue = [node("recirculate", { source })];
  return { ...egress, body: [node("if", { condition, whenTrue, whenFalse: egress.body, source })] };
}

function oneBit(value: bigint, source: SourcePosition): Expression {
  return node("constant", { type: bitType(1), value, source });
}
