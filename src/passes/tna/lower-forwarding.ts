import type { SourcePosition } from "../../base/index.js";
import {
  bitType,
  type Control,
  type Expression,
  node,
  type Recirculate,
  rewrite,
  type Statement,
  typeWidth,
} from "../../ir/index.js";
import { together } from "../statements.js";
import { bridgeHeader } from "./bridge.js";
import { assign, bits, callFunction } from "./build-nodes.js";
import { type Decision, decisionsBefore } from "./decisions.js";
import { intrinsicField } from "./intrinsic-metadata.js";
import { refuse } from "./refuse.js";
import { type TnaPass, type TnaProgram, withControls } from "./tna-program.js";

/** The port of every pipe that leads back into it. */
export const recirculationPort = 68n;

/**
 * Turns decisions about where a packet goes into fields of Tofino's traffic manager. The last decision counts; what it
 * takes back is written only where it may have been decided before.
 */
export const lowerForwarding: TnaPass = {
  name: "lower-forwarding",
  run: (tna) =>
    withControls(tna, (control, gress) =>
      gress === "ingress" ? lowerIngress(control, tna) : lowerEgress(control),
    ),
};

function lowerIngress(control: Control, tna: TnaProgram): Control {
  const before = decisionsBefore(control);
  const lowered = new Map<Statement, Statement>();
  for (const [statement, decided] of before) {
    lowered.set(statement, together(decisionSteps(statement, decided, tna), statement.source));
  }
  return rewrite(control, (target) => {
    const decision = lowered.get(target as Statement);
    if (decision !== undefined) return decision;
    return target.kind === "setPriority" ? setQueue(target.priority, target.source) : target;
  });
}

function decisionSteps(
  statement: Statement,
  decided: ReadonlySet<Decision>,
  tna: TnaProgram,
): readonly Statement[] {
  const { source } = statement;
  switch (statement.kind) {
    case "drop":
      return [assign(intrinsicField("ig_dprsr_md", "drop_ctl", source), bits(3, 1n, source), source)];
    case "sendToPort":
      return [
        ...takeBack(decided, ["drop", "multicast", "recirculate"], tna, source),
        sendTo(statement.port, source),
      ];
    case "multicast": {
      const group = intrinsicField("ig_tm_md", "mcast_grp_a", source);
      return [
        ...takeBack(decided, ["drop", "recirculate", "sendToPort"], tna, source),
        assign(group, statement.group, source),
      ];
    }
    case "recirculate":
      checkPreserved(statement);
      return [...takeBack(decided, ["drop", "multicast"], tna, source), ...recirculate(tna, source)];
    case "resubmit":
      return [...takeBack(decided, ["drop"], tna, source), statement];
    default:
      return [statement];
  }
}

function checkPreserved({ preserved, source }: Recirculate): void {
  if (preserved.length === 0) return;
  refuse(
    "TNA-RECIRCULATE",
    "a recirculated packet keeps metadata; on Tofino only its bytes come back",
    "Put it into a header that the parser takes from recirculated packets.",
    source,
  );
}

function takeBack(
  decided: ReadonlySet<Decision>,
  candidates: readonly Decision[],
  tna: TnaProgram,
  source: SourcePosition,
): readonly Statement[] {
  return candidates.filter((each) => decided.has(each)).flatMap((each) => takeBackOne(each, tna, source));
}

function takeBackOne(decision: Decision, tna: TnaProgram, source: SourcePosition): readonly Statement[] {
  switch (decision) {
    case "drop":
      return [assign(intrinsicField("ig_dprsr_md", "drop_ctl", source), bits(3, 0n, source), source)];
    case "multicast":
      return [assign(intrinsicField("ig_tm_md", "mcast_grp_a", source), bits(16, 0n, source), source)];
    case "sendToPort":
      return [callFunction("invalidate", [intrinsicField("ig_tm_md", "ucast_egress_port", source)], source)];
    case "recirculate":
      return [
        assign(intrinsicField("ig_tm_md", "bypass_egress", source), bits(1, 0n, source), source),
        ...bridgeIs(true, tna, source),
      ];
    case "resubmit":
      return [];
  }
}

function sendTo(port: Expression, source: SourcePosition): Statement {
  return assign(intrinsicField("ig_tm_md", "ucast_egress_port", source), port, source);
}

/** Back into the same pipe, whose registers it needs; not through egress, which is for packets that leave. */
function recirculate(tna: TnaProgram, source: SourcePosition): readonly Statement[] {
  const ingressPort = intrinsicField("ig_intr_md", "ingress_port", source);
  const pipe = node("slice", { operand: ingressPort, high: 8, low: 7, type: bitType(2), source });
  const port = node("constant", { type: bitType(7), value: recirculationPort, source });
  return [
    sendTo(node("concat", { left: pipe, right: port, type: bitType(9), source }), source),
    assign(intrinsicField("ig_tm_md", "bypass_egress", source), bits(1, 1n, source), source),
    ...bridgeIs(false, tna, source),
  ];
}

function bridgeIs(valid: boolean, { program }: TnaProgram, source: SourcePosition): readonly Statement[] {
  const header = bridgeHeader(program, source);
  return header.type.kind === "headerType" ? [node("setValidity", { header, valid, source })] : [];
}

function setQueue(priority: Expression, source: SourcePosition): Statement {
  const target = intrinsicField("ig_tm_md", "qid", source);
  const value =
    typeWidth(priority.type) === 5
      ? priority
      : node("cast", { type: target.type, operand: priority, source });
  return assign(target, value, source);
}

function lowerEgress(control: Control): Control {
  return rewrite(control, (target) => {
    if (target.kind === "drop") {
      const { source } = target;
      return assign(intrinsicField("eg_dprsr_md", "drop_ctl", source), bits(3, 1n, source), source);
    }
    if (target.kind !== "recirculate") return target;
    return refuse(
      "TNA-RECIRCULATE",
      "egress recirculates a packet; on Tofino its port is chosen in ingress",
      "Recirculate in ingress.",
      target.source,
    );
  });
}
