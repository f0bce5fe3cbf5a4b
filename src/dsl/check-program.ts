import type { SourcePosition } from "../base/index.js";
import {
  type Constant,
  type Control,
  type Field,
  type Node,
  type Program,
  type Root,
  sameType,
  type Type,
  typeName,
  walk,
} from "../ir/index.js";
import { checkHeaders } from "./check-headers.js";
import { checkParser } from "./check-parser.js";
import { checkPlaces } from "./check-places.js";
import { checkDirect } from "./check-table.js";
import { refuse } from "./refuse.js";

/**
 * What can only be said of a program as a whole: its names mean one thing each, its blocks share no state, and all
 * of them speak of the same headers and metadata.
 *
 * @throws CodedError `DSL-NAME-TAKEN`, `DSL-STATE`, `DSL-HEADER`, `DSL-PLACE` or `DSL-TABLE`.
 */
export function checkProgram(program: Program): void {
  checkSharedState(program.ingress, program.egress);
  checkParser(program.parser);
  checkPlaces(program);
  checkHeaders(program);
  for (const control of [program.ingress, program.egress]) checkDirect(control);
  const types = new Map<string, Type>();
  const constants = new Map<string, Constant>();
  walk(program, (visited) => {
    if (visited.kind === "root") checkRoot(visited, program);
    if (visited.kind === "constant") checkConstant(visited, constants);
    for (const type of typesOf(visited)) checkType(type, types);
  });
}

/** A register, counter or meter lives in one block: no target lets two blocks share it. */
function checkSharedState(ingress: Control, egress: Control): void {
  const inIngress = new Set(statefulIn(ingress).map((each) => each.source));
  const shared = statefulIn(egress).find((each) => inIngress.has(each.source));
  if (shared === undefined) return;
  refuse("DSL-PLACE", shared.source, `ingress and egress both use ${shared.name}`, "Keep it in one of them.");
}

function statefulIn(control: Control): readonly { readonly name: string; readonly source: SourcePosition }[] {
  const own = [...control.registers, ...control.counters, ...control.meters];
  return [...own, ...control.controls.flatMap(statefulIn)];
}

function checkRoot({ root, type, source }: Root, program: Program): void {
  const own = { headers: program.headers, metadata: program.metadata, standardMetadata: type }[root];
  if (type === own) return;
  const message = `these ${root} are not those of the program "${program.name}"`;
  refuse("DSL-PLACE", source, message, `Give them to switchProgram, or take the program's own ${root}.`);
}

function checkConstant(constant: Constant, known: Map<string, Constant>): void {
  const { name, value, type, source } = constant;
  if (name === undefined) return;
  const other = known.get(name);
  if (other === undefined) known.set(name, constant);
  else if (other.value !== value || !sameType(other.type, type)) {
    refuse("DSL-NAME-TAKEN", source, `two constants have the name "${name}"`, `The other is ${other.value}.`);
  }
}

function typesOf(visited: Node): readonly Type[] {
  if (visited.kind === "register") return [visited.cell];
  return "type" in visited && visited.type !== undefined ? [visited.type] : [];
}

function checkType(type: Type, known: Map<string, Type>): void {
  if (type.kind === "stackType") {
    checkType(type.element, known);
    return;
  }
  if (!("name" in type)) return;
  const other = known.get(type.name);
  if (other === type) return;
  if (other !== undefined) {
    checkSame(type, other);
    return;
  }
  known.set(type.name, type);
  if ("fields" in type) for (const field of type.fields) checkType(field.type, known);
}

function checkSame(type: Type, other: Type): void {
  if (!("source" in type) || sameShape(type, other)) return;
  const what = typeName(type);
  refuse(
    "DSL-NAME-TAKEN",
    type.source,
    `two types have the name "${what}"`,
    "Make it once, or rename one of them.",
  );
}

function sameShape(left: Type, right: Type): boolean {
  if (left.kind !== right.kind) return false;
  if ("fields" in left) return "fields" in right && sameFields(left.fields, right.fields);
  if (left.kind === "newType") return right.kind === "newType" && sameType(left.underlying, right.underlying);
  return false;
}

function sameFields(left: readonly Field[], right: readonly Field[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ name, type }, position) => {
      const other = right[position];
      return other !== undefined && other.name === name && sameType(other.type, type);
    })
  );
}
