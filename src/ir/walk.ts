import type { Node } from "./build.js";

/** Parts of a node that are no program: they describe it. */
const descriptive: ReadonlySet<string> = new Set(["type", "source", "annotations", "doc"]);

/** Calls `visitNode` for every node below `root`, and for `root` itself when it is one: parents first, in order. */
export function walk(root: unknown, visitNode: (node: Node) => void): void {
  if (Array.isArray(root)) {
    for (const element of root) walk(element, visitNode);
  } else if (typeof root === "object" && root !== null) {
    if (isNode(root)) visitNode(root);
    for (const [name, value] of Object.entries(root)) if (!descriptive.has(name)) walk(value, visitNode);
  }
}

/**
 * Rebuilds a tree from the leaves up; `change` gives the replacement of each node, or the node itself.
 * Whatever does not change is shared with the old tree.
 */
export function rewrite<T>(root: T, change: (node: Node) => Node): T {
  return rewriteValue(root, change) as T;
}

function rewriteValue(value: unknown, change: (node: Node) => Node): unknown {
  if (Array.isArray(value)) return rewriteArray(value, change);
  if (typeof value !== "object" || value === null) return value;
  const rebuilt = rewriteObject(value, change);
  return isNode(rebuilt) ? change(rebuilt) : rebuilt;
}

function rewriteArray(elements: readonly unknown[], change: (node: Node) => Node): readonly unknown[] {
  const rebuilt = elements.map((element) => rewriteValue(element, change));
  return rebuilt.some((element, position) => element !== elements[position])
    ? Object.freeze(rebuilt)
    : elements;
}

function rewriteObject(object: object, change: (node: Node) => Node): object {
  const changes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object)) {
    if (descriptive.has(name)) continue;
    const rebuilt = rewriteValue(value, change);
    if (rebuilt !== value) changes[name] = rebuilt;
  }
  return Object.keys(changes).length === 0 ? object : Object.freeze({ ...object, ...changes });
}

/** Nodes carry a kind; the helper objects inside some of them do too, but they are no nodes of their own. */
const helperKinds: ReadonlySet<string> = new Set([
  "any",
  "hit",
  "actionRun",
  "value",
  "mask",
  "prefix",
  "range",
  "inValueSet",
  "direct",
  "select",
]);

function isNode(value: object): value is Node {
  return "kind" in value && typeof value.kind === "string" && !helperKinds.has(value.kind);
}
