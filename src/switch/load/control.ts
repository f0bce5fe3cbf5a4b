import type { ControlFlow, ControlNode, Table } from "../model/index.js";
import type { ExpressionLoader } from "./expressions.js";
import type { JsonNode } from "./json-node.js";
import { refuse } from "./refuse.js";
import { loadTable, type TableScope } from "./tables.js";

/** What a pipeline refers to. Tables are added to `tables` as they are loaded. */
export interface ControlScope extends Omit<TableScope, "resolveNode"> {
  readonly expressions: ExpressionLoader;
  readonly tables: Table[];
}

type NodeResolver = (node: JsonNode) => number;

/** Positions of all nodes of a pipeline by name: tables, then conditionals, then calls. */
function nodeIndices(node: JsonNode): NodeResolver {
  const indices = new Map<string, number>();
  for (const list of ["tables", "conditionals", "action_calls"]) {
    for (const item of node.list(list)) {
      const name = item.get("name").string();
      if (indices.has(name)) refuse("SWITCH-JSON", item.path, `a second node named ${name}`);
      indices.set(name, indices.size);
    }
  }
  return (reference) => {
    if (reference.isNull) return -1;
    const index = indices.get(reference.string());
    return index ?? refuse("SWITCH-REFERENCE", reference.path, `no table or condition ${reference.value}`);
  };
}

function optionalNext(node: JsonNode, name: string, resolve: NodeResolver): number {
  const next = node.find(name);
  return next === undefined ? -1 : resolve(next);
}

function loadConditional(scope: ControlScope, node: JsonNode, resolve: NodeResolver): ControlNode {
  return {
    kind: "conditional",
    name: node.get("name").string(),
    condition: scope.expressions.truth(node.get("expression")),
    whenTrue: optionalNext(node, "true_next", resolve),
    whenFalse: optionalNext(node, "false_next", resolve),
  };
}

function loadCallNode(scope: ControlScope, node: JsonNode, resolve: NodeResolver): ControlNode {
  const action = scope.actionIds.resolve(node.get("action_id"));
  if (action.parameters.length > 0) node.expected("an action without parameters");
  const next = optionalNext(node, "next_node", resolve);
  return { kind: "call", name: node.get("name").string(), action: action.index, next };
}

/** Where a node may go on. */
export function successors(node: ControlNode, tables: readonly Table[]): readonly number[] {
  switch (node.kind) {
    case "conditional":
      return [node.whenTrue, node.whenFalse];
    case "call":
      return [node.next];
    case "table": {
      const next = tables[node.table]?.next;
      if (next === undefined) return [];
      return next.kind === "hitMiss" ? [next.hit, next.miss] : [next.base, ...next.byAction.values()];
    }
  }
}

/** Refuses a control flow with a circle: a packet would never leave it. */
function checkEnds(where: JsonNode, nodes: readonly ControlNode[], tables: readonly Table[]): void {
  const state = new Uint8Array(nodes.length);
  const [open, done] = [1, 2];
  const stack: { index: number; rest: number[] }[] = [];
  const enter = (index: number): void => {
    const node = nodes[index];
    if (node === undefined || state[index] === done) return;
    if (state[index] === open)
      refuse("SWITCH-LOOP", where.path, `the control flow comes back to ${node.name}`);
    state[index] = open;
    stack.push({ index, rest: [...successors(node, tables)] });
  };
  for (let start = 0; start < nodes.length; start++) {
    enter(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.rest.pop();
      if (next !== undefined) {
        enter(next);
        continue;
      }
      state[top.index] = done;
      stack.pop();
    }
  }
}

/** Loads a pipeline: its tables, conditions and calls. A missing pipeline does nothing. */
export function loadControlFlow(root: JsonNode, name: string, scope: ControlScope): ControlFlow {
  const node = root.list("pipelines").find((pipeline) => pipeline.get("name").value === name);
  if (node === undefined) return { name, nodes: [], start: -1 };
  const resolveNode = nodeIndices(node);
  const tableNodes = node.list("tables").map((tableNode): ControlNode => {
    const table = loadTable({ ...scope, resolveNode }, tableNode, scope.tables.length);
    scope.tables.push(table);
    return { kind: "table", name: table.name, table: table.index };
  });
  const nodes = [
    ...tableNodes,
    ...node.list("conditionals").map((item) => loadConditional(scope, item, resolveNode)),
    ...node.list("action_calls").map((item) => loadCallNode(scope, item, resolveNode)),
  ];
  checkEnds(node, nodes, scope.tables);
  return { name, nodes, start: optionalNext(node, "init_table", resolveNode) };
}
