import type { SourcePosition } from "../../base/index.js";
import {
  bitType,
  type Expression,
  type Field,
  type HeaderType,
  node,
  type Program,
  type Resubmit,
  rewrite,
  typeWidth,
  walk,
} from "../../ir/index.js";
import { refuse } from "./refuse.js";

const headerName = "resubmit";
const headerBits = 64;

/** Metadata that a resubmitted packet keeps, and where Tofino keeps it. */
export interface ResubmittedField {
  readonly target: Expression;
  readonly kept: Expression;
}

/**
 * Tofino keeps 64 bits with a resubmitted packet. They become a header with the fields that the program names.
 *
 * Throws `TNA-RESUBMIT` when they do not fit, or differ from place to place.
 */
export function addResubmitHeader(program: Program): Program {
  const asks: Resubmit[] = [];
  walk(program.ingress, (target) => {
    if (target.kind === "resubmit") asks.push(target);
  });
  const [first] = asks;
  if (first === undefined) return program;
  const type = headerType(first);
  for (const { preserved, source } of asks) {
    if (keyOf(preserved) !== keyOf(first.preserved)) refuseLists(source);
  }
  const fields = [
    ...program.headers.fields,
    { name: headerName, type, annotations: [], source: program.source },
  ];
  const headers = { ...program.headers, fields };
  return rewrite({ ...program, headers }, (target) =>
    target.kind === "root" && target.root === "headers" ? { ...target, type: headers } : target,
  );
}

function keyOf(list: readonly Expression[]): string {
  return list.map(nameOf).join();
}

function nameOf(expression: Expression): string {
  return expression.kind === "field" ? expression.field : expression.kind;
}

function refuseLists(position: SourcePosition): never {
  return refuse(
    "TNA-RESUBMIT",
    "two resubmissions keep different metadata",
    "Keep the same fields in all of them.",
    position,
  );
}

function headerType({ preserved, source }: Resubmit): HeaderType {
  const fields = preserved.map(
    (each): Field => ({ name: nameOf(each), type: each.type, annotations: [], source }),
  );
  const width = fields.reduce((sum, { type }) => sum + (typeWidth(type) ?? 0), 0);
  if (width > headerBits) {
    refuse(
      "TNA-RESUBMIT",
      `a resubmitted packet keeps ${width} bits of metadata; Tofino has room for ${headerBits}`,
      "Keep less.",
      source,
    );
  }
  const annotation = node("annotation", { name: "padding", args: [], source });
  const padding: Field = {
    name: "padding",
    type: bitType(headerBits - width),
    annotations: [annotation],
    source,
  };
  return node("headerType", {
    name: "resubmit_t",
    fields: width === headerBits ? fields : [...fields, padding],
    annotations: [],
    doc: { brief: "What a resubmitted packet keeps." },
    source,
  });
}

/** `hdr.resubmit` */
export function resubmitHeader(program: Program, source: SourcePosition): Expression {
  const type = program.headers.fields.find(({ name }) => name === headerName)?.type ?? program.headers;
  const object = node("root", { root: "headers", type: program.headers, source });
  return node("field", { object, field: headerName, type, source });
}

/** The fields that a resubmitted packet brings back; none in a program that resubmits nothing. */
export function resubmittedFields(program: Program): readonly ResubmittedField[] {
  let preserved: readonly Expression[] = [];
  walk(program.ingress, (target) => {
    if (target.kind === "resubmit") preserved = target.preserved;
  });
  return preserved.map((target) => {
    const object = resubmitHeader(program, target.source);
    const kept = node("field", {
      object,
      field: nameOf(target),
      type: target.type,
      source: target.source,
    });
    return { target, kept };
  });
}
