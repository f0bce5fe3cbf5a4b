import { p4info } from "p4runtime-js-grpc/messages";
import type { Annotation, Documentation } from "../../ir/index.js";

/** What P4Info says about a thing for its readers. */
export function documentation(doc: Documentation | undefined): p4info.Documentation | undefined {
  return doc === undefined ? undefined : p4info.Documentation.create({ ...doc });
}

/** Annotations that name, identify or describe: P4Info has fields for them. */
const described: ReadonlySet<string> = new Set(["name", "id", "brief", "description"]);

/** Annotations as P4 writes them. */
export function printAnnotations(
  annotations: readonly Annotation[],
  hidden: readonly string[] = [],
): string[] {
  return annotations
    .filter(({ name }) => !described.has(name) && !hidden.includes(name))
    .map(printAnnotation);
}

function printAnnotation({ name, args }: Annotation): string {
  if (args.length === 0) return `@${name}`;
  return `@${name}(${args.map((arg) => (typeof arg === "string" ? JSON.stringify(arg) : String(arg))).join(", ")})`;
}

/** The id that an author gave with `@id`. */
export function requestedId(annotations: readonly Annotation[]): number | undefined {
  const [id] = annotations.find(({ name }) => name === "id")?.args ?? [];
  return id === undefined ? undefined : Number(id);
}

export function isHidden(annotations: readonly Annotation[]): boolean {
  return annotations.some(({ name }) => name === "hidden");
}

/**
 * Ids of things inside an object (match fields, parameters): the ones asked for, and for the others their
 * position from 1, or the next number that is free.
 */
export function memberIds(
  members: readonly { readonly annotations: readonly Annotation[] }[],
): readonly number[] {
  const requested = members.map(({ annotations }) => requestedId(annotations));
  const taken = new Set(requested.filter((id) => id !== undefined));
  let next = 1;
  return requested.map((id) => {
    if (id !== undefined) {
      next += 1;
      return id;
    }
    while (taken.has(next)) next += 1;
    taken.add(next);
    return next;
  });
}
