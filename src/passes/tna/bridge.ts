import { assert, type SourcePosition } from "../../base/index.js";
import {
  bitType,
  type Control,
  type Expression,
  type Field,
  type HeaderType,
  type Node,
  node,
  type Parser,
  type Program,
  rewrite,
  type StructType,
  type Type,
  typeWidth,
} from "../../ir/index.js";
import { together } from "../statements.js";
import { type BridgePlan, type CrossingIntrinsic, isNeeded, rootField } from "./bridge-plan.js";
import { assign, bits } from "./build-nodes.js";
import { refuse } from "./refuse.js";

/** The header in front of a packet between ingress and egress. */
export const bridgeName = "bridge";

const crossingTypes: Readonly<Record<CrossingIntrinsic, { readonly name: string; readonly width: number }>> =
  {
    ingressPort: { name: "ingress_port", width: 9 },
    ingressTimestamp: { name: "ingress_timestamp", width: 48 },
    isRecirculated: { name: "is_recirculated", width: 1 },
  };

/** Bit that says whether a header is there. */
export function validBit(header: string): string {
  return `${header}_is_valid`;
}

/**
 * On Tofino egress gets the packet's bytes and nothing else. What egress needs of the user's metadata, of the port the
 * packet came in by, and which headers are there, travels in a header of its own between the two.
 */
export function bridge(program: Program, plan: BridgePlan): Program {
  if (!isNeeded(plan)) return program;
  const type = bridgeType(program, plan);
  const headers = withBridge(program.headers, type, program.source);
  const moved = new Set(plan.metadata);
  const metadata = {
    ...program.metadata,
    fields: program.metadata.fields.filter(({ name }) => !moved.has(name)),
  };
  const replaced = rewrite({ ...program, headers, metadata }, (target) =>
    moveField(target, headers, metadata, moved),
  );
  const tracker = new ValidityTracker(replaced, new Set(plan.headers));
  return {
    ...replaced,
    parser: tracker.track(replaced.parser),
    ingress: readCrossing(tracker.track(replaced.ingress), replaced, "ingress"),
    egress: readCrossing(tracker.track(replaced.egress), replaced, "egress"),
  };
}

/** `hdr.bridge.name` */
export function bridgeField(program: Program, name: string, source: SourcePosition): Expression {
  const object = bridgeHeader(program, source);
  const field = object.type.kind === "headerType" && object.type.fields.find((each) => each.name === name);
  assert(field !== undefined && field !== false, `the bridge has no field ${name}`);
  return node("field", { object, field: name, type: field.type, source });
}

/** `hdr.bridge` */
export function bridgeHeader(program: Program, source: SourcePosition): Expression {
  const object = node("root", { root: "headers", type: program.headers, source });
  const type = program.headers.fields.find(({ name }) => name === bridgeName)?.type ?? program.headers;
  return node("field", { object, field: bridgeName, type, source });
}

function withBridge(headers: StructType, type: HeaderType, source: SourcePosition): StructType {
  return { ...headers, fields: [{ name: bridgeName, type, annotations: [], source }, ...headers.fields] };
}

function bridgeType(program: Program, plan: BridgePlan): HeaderType {
  const { source } = program;
  const field = (name: string, type: Type): Field => ({ name, type, annotations: [], source });
  const values = [
    ...plan.metadata.flatMap((name) => program.metadata.fields.filter((each) => each.name === name)),
    ...plan.intrinsics.map((name) => field(crossingTypes[name].name, bitType(crossingTypes[name].width))),
  ];
  const flags = plan.headers.map((name) => field(validBit(name), bitType(1)));
  return node("headerType", {
    name: "bridge_t",
    fields: aligned(values, flags, source),
    annotations: [],
    doc: { brief: "What ingress leaves for egress, in front of the packet." },
    source,
  });
}

/** Every value ends at the end of a byte, as Tofino's own metadata does; flags share what bytes they need. */
function aligned(
  values: readonly Field[],
  flags: readonly Field[],
  source: SourcePosition,
): readonly Field[] {
  const annotations = [node("annotation", { name: "padding", args: [], source })];
  let paddings = 0;
  const padding = (width: number): readonly Field[] => {
    const rest = (8 - (width % 8)) % 8;
    if (rest === 0) return [];
    paddings += 1;
    return [{ name: `padding_${paddings}`, type: bitType(rest), annotations, source }];
  };
  return [
    ...values.flatMap((value) => [...padding(typeWidth(value.type) ?? 0), value]),
    ...padding(flags.length),
    ...flags,
  ];
}

function moveField(
  target: Node,
  headers: StructType,
  metadata: StructType,
  moved: ReadonlySet<string>,
): Node {
  if (target.kind === "root") {
    if (target.root === "headers") return { ...target, type: headers };
    return target.root === "metadata" ? { ...target, type: metadata } : target;
  }
  if (target.kind !== "field") return target;
  const name = rootField(target, "metadata");
  if (name === undefined || !moved.has(name)) return target;
  const { source } = target;
  const root = node("root", { root: "headers", type: headers, source });
  const type = headers.fields[0]?.type ?? headers;
  return { ...target, object: node("field", { object: root, field: bridgeName, type, source }) };
}

/** Keeps the bit of each header right: whoever makes a header valid or invalid says so in the bridge. */
class ValidityTracker {
  readonly #program: Program;
  readonly #headers: ReadonlySet<string>;

  constructor(program: Program, headers: ReadonlySet<string>) {
    this.#program = program;
    this.#headers = headers;
  }

  track<Part extends Control | Parser>(part: Part): Part {
    return rewrite(part, (target) => this.#follow(target));
  }

  #follow(target: Node): Node {
    switch (target.kind) {
      case "extract":
        return this.#after(target, target.header, true);
      case "setValidity":
        return this.#after(target, target.header, target.valid);
      case "assign":
        return this.#copy(target);
      default:
        return target;
    }
  }

  #after(
    statement: Extract<Node, { kind: "extract" | "setValidity" }>,
    header: Expression,
    valid: boolean,
  ): Node {
    const name = rootField(header, "headers");
    if (name === undefined || !this.#headers.has(name)) return statement;
    const { source } = statement;
    const bit = bridgeField(this.#program, validBit(name), source);
    return together([statement, assign(bit, bits(1, valid ? 1n : 0n, source), source)], source);
  }

  #copy(statement: Extract<Node, { kind: "assign" }>): Node {
    const name = rootField(statement.target, "headers");
    if (name === undefined || !this.#headers.has(name)) return statement;
    return refuse(
      "TNA-EGRESS-HEADER",
      `the header ${name} is copied as a whole and used in egress`,
      "Set its fields one by one, and make it valid.",
      statement.source,
    );
  }
}

/** In egress, what only ingress knew is read from the bridge. */
function readCrossing(control: Control, program: Program, gress: "ingress" | "egress"): Control {
  if (gress === "ingress") return control;
  return rewrite(control, (target) => {
    if (target.kind !== "intrinsic" || !(target.intrinsic in crossingTypes)) return target;
    const { name } = crossingTypes[target.intrinsic as CrossingIntrinsic];
    const field = bridgeField(program, name, target.source);
    if (target.intrinsic !== "isRecirculated") return field;
    const right = bits(1, 1n, target.source);
    return node("binary", { operator: "==", left: field, right, type: target.type, source: target.source });
  });
}
