import type { SourcePosition } from "../../base/index.js";
import {
  bitType,
  type Expression,
  type Field,
  node,
  type Program,
  rewrite,
  type StructType,
} from "../../ir/index.js";

/** Adds fields of the compiler's own behind those of the user's metadata. */
export function addMetadataFields(program: Program, fields: readonly Field[]): Program {
  return replaceMetadata(program, { ...program.metadata, fields: [...program.metadata.fields, ...fields] });
}

/** Gives the program another struct of metadata, also where expressions start from it. */
export function replaceMetadata(program: Program, metadata: StructType): Program {
  const rooted = rewrite(program, (target) =>
    target.kind === "root" && target.root === "metadata" ? { ...target, type: metadata } : target,
  );
  return { ...rooted, metadata };
}

/** `meta.name`, for a field of `width` bits. */
export function metadataField(
  program: Program,
  name: string,
  width: number,
  source: SourcePosition,
): Expression {
  const object = node("root", { root: "metadata", type: program.metadata, source });
  return node("field", { object, field: name, type: bitType(width), source });
}
