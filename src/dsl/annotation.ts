import type { SourcePosition } from "../base/index.js";
import { type Annotation, type Documentation, node } from "../ir/index.js";
import { here } from "./position.js";
import { refuse } from "./refuse.js";

/** What every declaration can carry beside its content. */
export interface DeclarationOptions {
  /** One sentence, or a brief one and more; it lands in P4Info. */
  readonly doc?: string | Documentation;
  readonly annotations?: readonly Annotation[];
}

/** Annotations that the language writes itself, and how to ask for each. */
const written: Readonly<Record<string, string>> = {
  name: "Give the declaration, or the key, that name.",
  brief: "Give the declaration a doc.",
  description: "Give the declaration a doc: { brief, description }.",
  atomic: "Use atomic().",
  controller_header: "Use controllerHeader().",
  defaultonly: "Use defaultOnly().",
  tableonly: "Use tableOnly().",
  field_list: "Name the fields in clone(), resubmit() or recirculate().",
  p4runtime_translation: "Give newType() a translation.",
  pkginfo: "Give switchProgram() a version, an organization, a contact or a url.",
};

/**
 * An annotation, with numbers and strings as its arguments. `@id` gives a thing its P4Info id.
 *
 * @throws CodedError `DSL-ARGUMENT` for an annotation that the language writes itself.
 * @example
 * ```ts
 * table("routes", {
 *   key: { dst: exact(hdr.ipv4.dst) },
 *   actions: [discard],
 *   annotations: [annotation("id", 5), annotation("owner", "netops")],
 * })
 * ```
 * ```p4
 * action discard() {
 *     mark_to_drop(standard_metadata);
 * }
 * @id(5)
 * @owner("netops")
 * table routes {
 *     key = {
 *         hdr.ipv4.dst: exact @name("dst");
 *     }
 *     actions = {
 *         discard;
 *         @defaultonly NoAction;
 *     }
 *     default_action = NoAction();
 * }
 * routes.apply();
 * ```
 */
export function annotation(name: string, ...args: readonly (string | number | bigint)[]): Annotation {
  const source = here();
  const help = written[name];
  if (help !== undefined) refuse("DSL-ARGUMENT", source, `@${name} is written by the language`, help);
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    refuse(
      "DSL-NAME",
      source,
      `"${name}" is no name for an annotation`,
      "Use letters, digits and underscores.",
    );
  }
  const values = args.map((arg) => (typeof arg === "string" ? arg : wholeNumber(arg, source)));
  return node("annotation", { name, args: values, source });
}

function wholeNumber(value: number | bigint, source: SourcePosition): bigint {
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return BigInt(value);
  return refuse(
    "DSL-RANGE",
    source,
    `${value} is no whole number`,
    "Annotations hold whole numbers and strings.",
  );
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

/**
 * The type of a field or of an action's parameter, or the field of a table's key, with documentation and annotations
 * of its own.
 *
 * @example
 * ```ts
 * const port = annotated(bit(9), { doc: "Where it leaves.", annotations: [annotation("id", 7)] });
 * const forward = action("forward", { port }, ({ port }) => sendTo(port));
 * const dst = annotated(lpm(hdr.ipv4.dst), { doc: "The destination." });
 * table("routes", { key: { dst }, actions: [forward] })
 * ```
 * ```p4
 * action forward(@brief("Where it leaves.") @id(7) bit<9> port) {
 *     standard_metadata.egress_spec = port;
 *     standard_metadata.mcast_grp = 0;
 * }
 * table routes {
 *     key = {
 *         hdr.ipv4.dst: lpm @name("dst") @brief("The destination.");
 *     }
 *     actions = {
 *         forward;
 *         @defaultonly NoAction;
 *     }
 *     default_action = NoAction();
 * }
 * routes.apply();
 * ```
 */
export function annotated<T extends object>(thing: T, options: DeclarationOptions): T {
  return Object.freeze({ ...thing, ...described(options) });
}
