import {
  bitType,
  type Expression,
  type KeySet,
  node,
  type Parser,
  type ParserState,
  type Program,
  type SelectCase,
  type Statement,
} from "../../ir/index.js";
import { bridgeField, bridgeHeader, validBit } from "./bridge.js";
import { type BridgePlan, isNeeded } from "./bridge-plan.js";
import { leavesMetadata } from "./build-nodes.js";
import type { HeaderSets } from "./header-sets.js";
import { intrinsicStruct } from "./intrinsic-metadata.js";

/**
 * The parser of egress: intrinsic metadata, the bridge, then the headers that ingress emitted, of which the bridge says
 * which are there. A state for each set of them takes them all.
 */
export function egressParser(program: Program, plan: BridgePlan, headerSets: HeaderSets): Parser {
  const { source } = program.egress;
  const intrinsic = node("extract", { header: intrinsicStruct("eg_intr_md", source), source });
  const bridge = isNeeded(plan) ? [node("extract", { header: bridgeHeader(program, source), source })] : [];
  const sets = headerSets.filter((set) => set.length > 0);
  const start = node("parserState", {
    name: "start",
    statements: [intrinsic, ...bridge],
    transition:
      sets.length === 0
        ? { kind: "direct", next: "accept", source }
        : {
            kind: "select",
            on: plan.headers.map((name) => bridgeField(program, validBit(name), source)),
            cases: [...sets.map((set) => caseOf(program, plan, set)), lastCase(program, plan)],
            source,
          },
    annotations: [],
    source,
  });
  return node("parser", {
    name: "egress_parser",
    variables: [],
    valueSets: [],
    states: [start, ...sets.map((set) => takeAll(program, set))],
    annotations: [leavesMetadata(source)],
    source,
  });
}

function stateName(set: readonly string[]): string {
  return set.join("_");
}

function caseOf({ egress: { source } }: Program, plan: BridgePlan, set: readonly string[]): SelectCase {
  const keys = plan.headers.map((name): KeySet => {
    const bit = set.includes(name) ? 1n : 0n;
    return { kind: "value", value: node("constant", { type: bitType(1), value: bit, source }) };
  });
  return { keys, next: stateName(set), source };
}

function lastCase({ egress: { source } }: Program, plan: BridgePlan): SelectCase {
  return { keys: plan.headers.map(() => ({ kind: "any" })), next: "accept", source };
}

function takeAll(program: Program, set: readonly string[]): ParserState {
  const { source } = program.egress;
  const statements: readonly Statement[] = set.map((name) =>
    node("extract", { header: headerOf(program, name), source }),
  );
  return node("parserState", {
    name: stateName(set),
    statements,
    transition: { kind: "direct", next: "accept", source },
    annotations: [],
    source,
  });
}

function headerOf(program: Program, name: string): Expression {
  const { source } = program.egress;
  const object = node("root", { root: "headers", type: program.headers, source });
  const type = program.headers.fields.find((field) => field.name === name)?.type ?? program.headers;
  return node("field", { object, field: name, type, source });
}
