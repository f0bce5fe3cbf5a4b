import {
  type Control,
  type Expression,
  type IntrinsicName,
  isKind,
  type Node,
  type Program,
  walk,
} from "../../ir/index.js";
import { refuse } from "./refuse.js";

/** What has to travel from ingress to egress in front of the packet. */
export interface BridgePlan {
  /** Names of the user's metadata that ingress leaves for egress. */
  readonly metadata: readonly string[];
  /** What only ingress knows of a packet, and egress asks for. */
  readonly intrinsics: readonly CrossingIntrinsic[];
  /** Headers that egress parses again, in the order of the wire; each has a bit that says whether it is there. */
  readonly headers: readonly string[];
}

/** Intrinsics of ingress that egress may read. */
export type CrossingIntrinsic = Extract<IntrinsicName, "ingressPort" | "ingressTimestamp" | "isRecirculated">;

const crossing: ReadonlySet<string> = new Set<CrossingIntrinsic>([
  "ingressPort",
  "ingressTimestamp",
  "isRecirculated",
]);

/** The name of the field of a root struct that an expression starts from: `ipv4` for `hdr.ipv4.ttl`. */
export function rootField(target: Node, root: "headers" | "metadata"): string | undefined {
  if (!isKind(target, "field")) return undefined;
  return target.object.kind === "root" && target.object.root === root ? target.field : undefined;
}

/** Finds what egress needs of what only ingress has. */
export function planBridge(program: Program): BridgePlan {
  const { ingress, egress, parser, metadata } = program;
  const before = namesIn([ingress, parser], "metadata");
  const after = namesIn(egress, "metadata");
  return {
    metadata: metadata.fields.map(({ name }) => name).filter((name) => before.has(name) && after.has(name)),
    intrinsics: crossingIntrinsics(egress),
    headers: parsedAgain(program),
  };
}

/** Whether anything travels at all. */
export function isNeeded({ metadata, intrinsics, headers }: BridgePlan): boolean {
  return metadata.length > 0 || intrinsics.length > 0 || headers.length > 0;
}

function namesIn(part: unknown, root: "headers" | "metadata"): ReadonlySet<string> {
  const names = new Set<string>();
  walk(part, (target) => {
    const name = rootField(target, root);
    if (name !== undefined) names.add(name);
  });
  return names;
}

function crossingIntrinsics(egress: Control): readonly CrossingIntrinsic[] {
  const found = new Set<CrossingIntrinsic>();
  walk(egress, (target) => {
    if (target.kind === "intrinsic" && crossing.has(target.intrinsic)) {
      found.add(target.intrinsic as CrossingIntrinsic);
    }
  });
  return [...found].sort();
}

/** The headers that ingress emits, up to the last one that egress looks at: what follows is payload to it. */
function parsedAgain(program: Program): readonly string[] {
  const wanted = namesIn(program.egress, "headers");
  const emitted = program.deparser.map((header) => rootField(header, "headers"));
  for (const name of wanted) if (!emitted.includes(name)) refuseAbsent(program, name);
  const last = emitted.findLastIndex((name) => name !== undefined && wanted.has(name));
  const again = program.deparser.slice(0, last + 1);
  again.forEach(checkHeader);
  return again.flatMap((header) => rootField(header, "headers") ?? []);
}

function refuseAbsent(program: Program, name: string): never {
  let position = program.egress.source;
  walk(program.egress, (target) => {
    if (rootField(target, "headers") === name && "source" in target) position = target.source;
  });
  return refuse(
    "TNA-EGRESS-HEADER",
    `egress uses the header ${name}, which ingress does not emit: on Tofino it is gone by then`,
    "Put what egress needs of it into metadata.",
    position,
  );
}

function checkHeader({ type, source }: Expression): void {
  if (type.kind === "headerType" && !type.fields.some((field) => field.type.kind === "varbitType")) return;
  refuse(
    "TNA-EGRESS-HEADER",
    "Tofino parses a packet again for egress; a stack, a union or a header of variable length cannot stand before what egress uses",
    "Do this in ingress, or emit the header behind those that egress uses.",
    source,
  );
}
