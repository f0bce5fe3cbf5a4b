import type { SourcePosition } from "../../base/index.js";
import type { Annotation, Documentation, Program } from "../../ir/index.js";
import { type Code, comment, line } from "./code.js";

interface Described {
  readonly annotations?: readonly Annotation[];
  readonly doc?: Documentation;
  readonly source: SourcePosition;
}

/** Above what P4Info knows: where it comes from, its documentation as P4Info reads it, its annotations. */
export function describe(declared: Described): readonly Code[] {
  const { annotations = [], doc, source } = declared;
  return [
    comment(printPosition(source), source),
    ...documentationOf(doc).map((text) => line(text, source)),
    ...annotations.map((annotation) => line(printAnnotation(annotation), source)),
  ];
}

/** Above what P4Info does not know: where it comes from and its documentation, as comments. */
export function explain({ annotations = [], doc, source }: Described): readonly Code[] {
  const text =
    doc === undefined ? [] : [doc.brief, ...(doc.description === undefined ? [] : [doc.description])];
  return [
    ...text.map((each) => comment(each, source)),
    comment(printPosition(source), source),
    ...annotations.map((annotation) => line(printAnnotation(annotation), source)),
  ];
}

/** `@brief` and `@description`. */
export function documentationOf(doc: Documentation | undefined): readonly string[] {
  if (doc === undefined) return [];
  const brief = `@brief(${quote(doc.brief)})`;
  return doc.description === undefined ? [brief] : [brief, `@description(${quote(doc.description)})`];
}

/** The first lines of a program: its name, with what it is made for, where it comes from, and what it does. */
export function titleOf({ name, doc, source }: Program, purpose = ""): readonly Code[] {
  const text = doc === undefined ? [] : [comment(doc.brief, source)];
  return [comment(`${name}${purpose}, generated from ${printPosition(source)}`, source), ...text];
}

/** `src/programs/router.ts:42` */
export function printPosition({ file, line: row }: SourcePosition): string {
  return `${file}:${row}`;
}

/** The documentation and annotations of something that stands within a line. */
export function printInline({ annotations = [], doc }: Omit<Described, "source">): string {
  return [...documentationOf(doc), ...annotations.map(printAnnotation)].join(" ");
}

/** `@name(arguments)` */
export function printAnnotation({ name, args }: Annotation): string {
  const values = args.map((arg) => (typeof arg === "string" ? quote(arg) : arg.toString()));
  return values.length === 0 ? `@${name}` : `@${name}(${values.join(", ")})`;
}

/** A string literal (P4_16 language specification, section 6.4.3.3). */
export function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
