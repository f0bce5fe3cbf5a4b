import type { Node } from "./build.js";

/** Parts of a node that are no program: they describe it. */
const descriptive: ReadonlySet<string> = new Set(["type", "source", "annotations", "doc"]);

/** Calls `visitNode` for every node below `root`, and for `root` itself when it is one: parents first, in order. */
export function walk(root: unknown, visitNode: (node: Node) => void): void {
  if (Array.isArray(root)) {
    for (const element of root) walk(element, visitNode);
  } else if (typeof root === "object" && root !== null) {
    if (isNode(root)) visitNode(root);
    const fields = root as Fields;
    for (const name in fields) if (!descriptive.has(name)) walk(fields[name], visitNode);
  }
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Rebuilds a tree from the leaves up; `change` gives the replacement of each node, or the node itself.
 * Whatever does not change is shared with the old tree, and what the old tree shares is changed once.
 */
export function rewrite<T>(root: T, change: (node: Node) => Node): T {
  return new Rewriter(change).rewrite(root) as T;
}

class Rewriter {
  readonly #change: (node: Node) => Node;
  readonly #done = new Map<object, unknown>();

  constructor(change: (node: Node) => Node) {
    this.#change = change;
  }

  rewrite(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    const known = this.#done.get(value);
    if (known !== undefined) return known;
    const rebuilt = Array.isArray(value) ? this.#elements(value) : this.#object(value as Fields);
    this.#done.set(value, rebuilt);
    return rebuilt;
  }

  #elements(elements: readonly unknown[]): readonly unknown[] {
    const rebuilt = elements.map((element) => this.rewrite(element));
    return rebuilt.some((element, position) => element !== elements[position])
      ? Object.freeze(rebuilt)
      : elements;
  }

  #object(object: Fields): unknown {
    let changes: Record<string, unknown> | undefined;
    for (const name in object) {
      const value = object[name];
      if (typeof value !== "object" || descriptive.has(name)) continue;
      const rebuilt = this.rewrite(value);
      if (rebuilt === value) continue;
      changes ??= {};
      changes[name] = rebuilt;
    }
    const rebuilt = changes === undefined ? object : Object.freeze({ ...object, ...changes });
    return isNode(rebuilt) ? this.#change(rebuilt) : rebuilt;
  }
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
