import type { SourcePosition } from "../base/index.js";
import { type IntrinsicName, type Kind, type Node, type Program, walk } from "../ir/index.js";
import { refuse } from "./refuse.js";

/** The blocks of a program in which statements and expressions can stand. */
type BlockName = "parser" | "ingress" | "egress";

/** What has a meaning in some blocks only, and its name in the language. */
interface Rule {
  readonly what: string;
  readonly blocks: readonly BlockName[];
}

const inParser: readonly BlockName[] = ["parser"];
const inIngress: readonly BlockName[] = ["ingress"];
const inEgress: readonly BlockName[] = ["egress"];

const rules: Partial<Record<Kind, Rule>> = {
  stackNext: { what: "the next header of a stack", blocks: inParser },
  stackLast: { what: "the last header of a stack", blocks: inParser },
  stackLastIndex: { what: "the last index of a stack", blocks: inParser },
  lookahead: { what: "lookahead", blocks: inParser },
  sendToPort: { what: "sendTo", blocks: inIngress },
  multicast: { what: "multicast", blocks: inIngress },
  setPriority: { what: "setPriority", blocks: inIngress },
  resubmit: { what: "resubmit", blocks: inIngress },
  sendDigest: { what: "a digest", blocks: inIngress },
};

const intrinsicRules: Partial<Record<IntrinsicName, Rule>> = {
  egressPort: { what: "packet.egressPort", blocks: inEgress },
  replicationId: { what: "packet.replicationId", blocks: inEgress },
  egressTimestamp: { what: "packet.egressTimestamp", blocks: inEgress },
  queueDepth: { what: "packet.queueDepth", blocks: inEgress },
  isClone: { what: "packet.isClone", blocks: inEgress },
  parserError: { what: "packet.parserError", blocks: inIngress },
};

/**
 * Refuses what stands in a block where it has no meaning: a decision about the queues behind the queues, a value that
 * is not known yet.
 *
 * @throws CodedError `DSL-PLACE`
 */
export function checkPlaces(program: Program): void {
  for (const block of ["parser", "ingress", "egress"] as const) {
    walk(program[block], (visited) => {
      const rule = ruleOf(visited);
      if (rule === undefined || rule.blocks.includes(block)) return;
      const source: SourcePosition = "source" in visited ? visited.source : program.source;
      refuse(
        "DSL-PLACE",
        source,
        `${rule.what} has no meaning in the ${block}`,
        `Move it to the ${rule.blocks.join()}.`,
      );
    });
  }
}

function ruleOf(visited: Node): Rule | undefined {
  if (visited.kind === "intrinsic") return intrinsicRules[visited.intrinsic];
  if (visited.kind !== "clone") return rules[visited.kind];
  return { what: `clone("${visited.from}")`, blocks: [visited.from] };
}
