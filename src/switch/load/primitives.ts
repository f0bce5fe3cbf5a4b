import type {
  BinaryOperator,
  Calculation,
  Counter,
  DataExpression,
  HeaderStack,
  Meter,
  Primitive,
  Target,
  UnionStack,
} from "../model/index.js";
import { type ExpressionLoader, exampleHeader, exampleUnionMembers } from "./expressions.js";
import { resolveField } from "./headers.js";
import type { JsonNode } from "./json-node.js";
import type { Names } from "./names.js";
import { refuse } from "./refuse.js";

/** What primitives may refer to besides headers and registers. */
export interface PrimitiveScope {
  readonly expressions: ExpressionLoader;
  readonly counters: Names<Counter>;
  readonly meters: Names<Meter>;
  readonly calculations: Names<Calculation>;
}

type Arguments = readonly JsonNode[];
type PrimitiveLoader = (scope: PrimitiveScope, parameters: Arguments, node: JsonNode) => Primitive;

const NO_FIELDS: DataExpression = { kind: "constant", value: 0n };

function argument(parameters: Arguments, index: number, node: JsonNode): JsonNode {
  return parameters[index] ?? node.expected(`a primitive with more than ${index} arguments`);
}

/** The named thing behind an argument of the given type. */
function reference<T>(node: JsonNode, type: string, names: Names<T>): T {
  if (node.get("type").string() !== type) return node.expected(`a ${type}`);
  return names.resolve(node.get("value"));
}

/** `target = left operator right`, the shape of the old arithmetic primitives. */
function arithmetic(operator: BinaryOperator): PrimitiveLoader {
  return ({ expressions }, parameters, node) => ({
    kind: "assign",
    target: expressions.target(argument(parameters, 0, node)),
    value: {
      kind: "binary",
      operator,
      left: expressions.data(argument(parameters, 1, node)),
      right: expressions.data(argument(parameters, 2, node)),
    },
  });
}

/** `target = target operator value`. */
function accumulate(operator: BinaryOperator): PrimitiveLoader {
  return ({ expressions }, parameters, node) => {
    const target = expressions.target(argument(parameters, 0, node));
    const right = expressions.data(argument(parameters, 1, node));
    return { kind: "assign", target, value: { kind: "binary", operator, left: target, right } };
  };
}

const assign: PrimitiveLoader = ({ expressions }, parameters, node) => ({
  kind: "assign",
  target: expressions.target(argument(parameters, 0, node)),
  value: expressions.data(argument(parameters, 1, node)),
});

const assignVariable: PrimitiveLoader = ({ expressions }, parameters, node) => {
  const [target, source] = [0, 1].map((index) =>
    resolveField(expressions.headers, argument(parameters, index, node).get("value")),
  );
  if (target?.lengthOffset === undefined || source?.lengthOffset === undefined) {
    return node.expected("two fields of variable length");
  }
  return { kind: "assignVariable", target, source };
};

const assignHeader: PrimitiveLoader = ({ expressions }, parameters, node) => {
  const target = expressions.header(argument(parameters, 0, node));
  const source = expressions.header(argument(parameters, 1, node));
  if (exampleHeader(target).fields.length !== exampleHeader(source).fields.length) {
    return node.expected("two headers of one type");
  }
  return { kind: "assignHeader", target, source };
};

const assignUnion: PrimitiveLoader = ({ expressions }, parameters, node) => {
  const target = expressions.union(argument(parameters, 0, node));
  const source = expressions.union(argument(parameters, 1, node));
  if (exampleUnionMembers(target).length !== exampleUnionMembers(source).length) {
    return node.expected("two unions of one type");
  }
  return { kind: "assignUnion", target, source };
};

const assignStack: PrimitiveLoader = ({ expressions }, parameters, node) => {
  const { stacks } = expressions.headers;
  const target = reference(argument(parameters, 0, node), "header_stack", stacks);
  const source = reference(argument(parameters, 1, node), "header_stack", stacks);
  if (target.elements.length !== source.elements.length) return node.expected("two stacks of one size");
  return { kind: "assignStack", target, source };
};

const assignUnionStack: PrimitiveLoader = ({ expressions }, parameters, node) => {
  const { unionStacks } = expressions.headers;
  const target = reference(argument(parameters, 0, node), "header_union_stack", unionStacks);
  const source = reference(argument(parameters, 1, node), "header_union_stack", unionStacks);
  if (target.elements.length !== source.elements.length) return node.expected("two stacks of one size");
  return { kind: "assignUnionStack", target, source };
};

function anyStack(scope: PrimitiveScope, node: JsonNode): HeaderStack | UnionStack {
  const { stacks, unionStacks } = scope.expressions.headers;
  return node.get("type").string() === "header_union_stack"
    ? unionStacks.resolve(node.get("value"))
    : reference(node, "header_stack", stacks);
}

function shiftStack(kind: "push" | "pop"): PrimitiveLoader {
  return (scope, parameters, node) => ({
    kind,
    stack: anyStack(scope, argument(parameters, 0, node)),
    count: scope.expressions.data(argument(parameters, 1, node)),
  });
}

function onHeader(kind: "addHeader" | "removeHeader"): PrimitiveLoader {
  return ({ expressions }, parameters, node) => ({
    kind,
    header: expressions.header(argument(parameters, 0, node)),
  });
}

const registerRead: PrimitiveLoader = ({ expressions }, parameters, node) => ({
  kind: "registerRead",
  target: expressions.target(argument(parameters, 0, node)),
  register: reference(argument(parameters, 1, node), "register_array", expressions.registers).index,
  index: expressions.data(argument(parameters, 2, node)),
});

const registerWrite: PrimitiveLoader = ({ expressions }, parameters, node) => ({
  kind: "registerWrite",
  register: reference(argument(parameters, 0, node), "register_array", expressions.registers).index,
  index: expressions.data(argument(parameters, 1, node)),
  value: expressions.data(argument(parameters, 2, node)),
});

const count: PrimitiveLoader = ({ expressions, counters }, parameters, node) => ({
  kind: "count",
  counter: reference(argument(parameters, 0, node), "counter_array", counters).index,
  index: expressions.data(argument(parameters, 1, node)),
});

const executeMeter: PrimitiveLoader = ({ expressions, meters }, parameters, node) => ({
  kind: "executeMeter",
  meter: reference(argument(parameters, 0, node), "meter_array", meters).index,
  index: expressions.data(argument(parameters, 1, node)),
  target: expressions.target(argument(parameters, 2, node)),
  ...(parameters[3] === undefined ? {} : { color: expressions.data(parameters[3]) }),
});

const hash: PrimitiveLoader = ({ expressions, calculations }, parameters, node) => ({
  kind: "hash",
  target: expressions.target(argument(parameters, 0, node)),
  base: expressions.data(argument(parameters, 1, node)),
  calculation: reference(argument(parameters, 2, node), "calculation", calculations).index,
  size: expressions.data(argument(parameters, 3, node)),
});

const random: PrimitiveLoader = ({ expressions }, parameters, node) => ({
  kind: "random",
  target: expressions.target(argument(parameters, 0, node)),
  low: expressions.data(argument(parameters, 1, node)),
  high: expressions.data(argument(parameters, 2, node)),
});

const clone: PrimitiveLoader = ({ expressions }, parameters, node) => ({
  kind: "clone",
  session: expressions.data(argument(parameters, 0, node)),
  fieldList: parameters[1] === undefined ? NO_FIELDS : expressions.data(parameters[1]),
});

function again(kind: "resubmit" | "recirculate"): PrimitiveLoader {
  return ({ expressions }, parameters, node) => ({
    kind,
    fieldList: expressions.data(argument(parameters, 0, node)),
  });
}

/** The values of a `parameters_vector`; p4c writes one without values as an empty object. */
function vectorItems(node: JsonNode | undefined): readonly JsonNode[] {
  const value = node?.get("value");
  if (value === undefined) return [];
  return value.isObject && value.keys().length === 0 ? [] : value.items();
}

const log: PrimitiveLoader = ({ expressions }, parameters, node) => ({
  kind: "log",
  format: argument(parameters, 0, node).get("value").string(),
  values: vectorItems(parameters[1]).map((value) => expressions.data(value)),
});

function sourceFragment(node: JsonNode): string {
  return node.find("source_info")?.find("source_fragment")?.string() ?? "";
}

const assertion: PrimitiveLoader = ({ expressions }, parameters, node) => ({
  kind: "assert",
  condition: expressions.truth(argument(parameters, 0, node)),
  text: sourceFragment(node),
});

/** A jump as simple_switch counts it; `resolveJumps` checks where it goes. */
function jumpTarget(node: JsonNode): number {
  const value = node.get("value").hexadecimal();
  return value >= 0n && value <= 0xffffn ? Number(value) : node.expected("a position in the action");
}

const jump: PrimitiveLoader = (_scope, parameters, node) => ({
  kind: "jump",
  to: jumpTarget(argument(parameters, 0, node)),
});

const jumpIfZero: PrimitiveLoader = ({ expressions }, parameters, node) => ({
  kind: "jumpIfFalse",
  condition: expressions.truth(argument(parameters, 0, node)),
  to: jumpTarget(argument(parameters, 1, node)),
});

/** Drops by way of the named standard metadata, which p4c may have copied. */
function dropIn({ expressions }: PrimitiveScope, headerName: string, node: JsonNode): Primitive {
  const { headers, aliases } = expressions.headers;
  const fields = headers.find(headerName)?.fields ?? [];
  const own = (name: string) => fields.find((field) => field.name === `${headerName}.${name}`);
  const egressSpec = own("egress_spec");
  if (egressSpec === undefined) {
    return refuse("SWITCH-REFERENCE", node.path, `header ${headerName} has no egress_spec`);
  }
  const multicastGroup = own("mcast_grp") ?? aliases.get("intrinsic_metadata.mcast_grp");
  return { kind: "markToDrop", egressSpec, ...(multicastGroup === undefined ? {} : { multicastGroup }) };
}

const LOADERS: ReadonlyMap<string, PrimitiveLoader> = new Map<string, PrimitiveLoader>([
  ["assign", assign],
  ["modify_field", assign],
  ["assign_VL", assignVariable],
  ["assign_header", assignHeader],
  ["copy_header", assignHeader],
  ["assign_union", assignUnion],
  ["assign_header_stack", assignStack],
  ["assign_union_stack", assignUnionStack],
  ["push", shiftStack("push")],
  ["pop", shiftStack("pop")],
  ["add_header", onHeader("addHeader")],
  ["remove_header", onHeader("removeHeader")],
  ["add_to_field", accumulate("+")],
  ["subtract_from_field", accumulate("-")],
  ["add", arithmetic("+")],
  ["subtract", arithmetic("-")],
  ["bit_and", arithmetic("&")],
  ["bit_or", arithmetic("|")],
  ["bit_xor", arithmetic("^")],
  ["shift_left", arithmetic("<<")],
  ["shift_right", arithmetic(">>")],
  ["register_read", registerRead],
  ["register_write", registerWrite],
  ["count", count],
  ["execute_meter", executeMeter],
  ["modify_field_with_hash_based_offset", hash],
  ["modify_field_rng_uniform", random],
  ["drop", (scope, _parameters, node) => dropIn(scope, "standard_metadata", node)],
  [
    "mark_to_drop",
    (scope, parameters, node) => dropIn(scope, argument(parameters, 0, node).get("value").string(), node),
  ],
  ["clone_ingress_pkt_to_egress", clone],
  ["clone_egress_pkt_to_egress", clone],
  ["resubmit", again("resubmit")],
  ["recirculate", again("recirculate")],
  [
    "generate_digest",
    ({ expressions }, parameters, node) => ({
      kind: "digest",
      list: expressions.data(argument(parameters, 1, node)),
    }),
  ],
  [
    "truncate",
    ({ expressions }, parameters, node) => ({
      kind: "truncate",
      length: expressions.data(argument(parameters, 0, node)),
    }),
  ],
  ["log_msg", log],
  ["assert", assertion],
  ["assume", assertion],
  ["exit", () => ({ kind: "exit" })],
  ["_jump", jump],
  ["_jump_if_zero", jumpIfZero],
]);

/** Loads `{op, parameters}`. `no_op` gives nothing. */
export function loadPrimitive(scope: PrimitiveScope, node: JsonNode): Primitive {
  const operation = node.get("op").string();
  const loader = LOADERS.get(operation);
  if (loader === undefined) {
    return refuse("SWITCH-UNSUPPORTED", node.path, `the primitive ${operation}`, helpFor(operation));
  }
  return loader(scope, node.list("parameters"), node);
}

function helpFor(operation: string): string {
  return operation.startsWith("_")
    ? "Externs that a program brings itself cannot be loaded; use the externs of v1model."
    : "Use a primitive that simple_switch has.";
}

/** Loads the steps of an action. A jump counts primitives as the JSON lists them; one past the end ends it. */
export function loadPrimitives(scope: PrimitiveScope, nodes: readonly JsonNode[]): readonly Primitive[] {
  return nodes.map((node, index) => {
    if (node.get("op").string() === "no_op") return { kind: "jump", to: index + 1 };
    const primitive = loadPrimitive(scope, node);
    if (primitive.kind !== "jump" && primitive.kind !== "jumpIfFalse") return primitive;
    return { ...primitive, to: Math.min(primitive.to, nodes.length) };
  });
}

/** Assigns a field in a parser: `set`. */
export function loadParserSet(scope: PrimitiveScope, node: JsonNode): Primitive {
  const [targetNode, valueNode] = node.get("parameters").tuple(2);
  if (targetNode === undefined || valueNode === undefined) return node.expected("two parameters");
  const target: Target = scope.expressions.target(targetNode);
  const value = scope.expressions.data(valueNode);
  if (target.kind === "field" && target.field.lengthOffset !== undefined) {
    if (value.kind !== "field") return valueNode.expected("a field of variable length");
    return { kind: "assignVariable", target: target.field, source: value.field };
  }
  return { kind: "assign", target, value };
}
