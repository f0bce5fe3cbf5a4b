import type { SourcePosition } from "../../base/index.js";

/** One part of a block that is written `head {` … `}`; an if with its else has two. */
export interface Arm {
  readonly head: string;
  readonly body: readonly Code[];
}

/**
 * The layout of a P4 file as a tree: lines, blocks and the comments between them. Lowering builds it, and only
 * `print` knows about indentation and line breaks.
 */
export type Code =
  | { readonly kind: "line"; readonly text: string; readonly source?: SourcePosition }
  | {
      readonly kind: "block";
      readonly arms: readonly Arm[];
      readonly close: string;
      readonly source?: SourcePosition;
    }
  | { readonly kind: "comment"; readonly text: string; readonly source?: SourcePosition }
  | { readonly kind: "gap" };

/** A line; `source` is the line of the program that it comes from. */
export function line(text: string, source?: SourcePosition): Code {
  return { kind: "line", text, ...(source && { source }) };
}

/** `head {` body `}`. */
export function block(head: string, body: readonly Code[], source?: SourcePosition, close = "}"): Code {
  return { kind: "block", arms: [{ head, body }], close, ...(source && { source }) };
}

/** `head {` body `} else head {` body `}`. */
export function branches(arms: readonly Arm[], source: SourcePosition): Code {
  return { kind: "block", arms, close: "}", source };
}

/** A comment of one or more lines; `source` is the line of the program that it is about. */
export function comment(text: string, source?: SourcePosition): Code {
  return { kind: "comment", text, ...(source && { source }) };
}

/** An empty line. */
export const gap: Code = { kind: "gap" };

/** The parts that have something in them, with an empty line between each two. */
export function spaced(parts: readonly (readonly Code[])[]): readonly Code[] {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, position) => (position === 0 ? part : [gap, ...part]));
}
