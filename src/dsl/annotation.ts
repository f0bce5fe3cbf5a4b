import { type Annotation, type Documentation, node } from "../ir/index.js";
import { here } from "./position.js";

/** What every declaration can carry beside its content. */
export interface DeclarationOptions {
  /** One sentence, or a brief one and more; it lands in P4Info. */
  readonly doc?: string | Documentation;
  readonly annotations?: readonly Annotation[];
}

/**
 * An annotation.
 *
 * @example annotation("id", 5)           // @id(5)
 * @example annotation("name", "my_table") // @name("my_table")
 */
export function annotation(name: string, ...args: readonly (string | number | bigint)[]): Annotation {
  const values = args.map((arg) => (typeof arg === "string" ? arg : BigInt(arg)));
  return node("annotation", { name, args: values, source: here() });
}

/** The `annotations` and `doc` of a node. */
export function described(options: DeclarationOptions): {
  readonly annotations: readonly Annotation[];
  readonly doc?: Documentation;
} {
  const { annotations = [] } = options;
  const doc = documentation(options.doc);
  return doc === undefined ? { annotations } : { annotations, doc };
}

/** Plain text is the brief. */
export function documentation(doc: string | Documentation | undefined): Documentation | undefined {
  return typeof doc === "string" ? { brief: doc } : doc;
}
