import type {
  DataExpression,
  ExtractTarget,
  Header,
  KeyPart,
  Parser,
  ParserErrors,
  ParserOperation,
  ParserState,
  Transition,
  ValueSet,
} from "../model/index.js";
import { exampleHeader, memberIndex } from "./expressions.js";
import type { JsonNode } from "./json-node.js";
import { Names } from "./names.js";
import { loadParserSet, loadPrimitive, type PrimitiveScope } from "./primitives.js";
import { refuse } from "./refuse.js";

const CORE_ERRORS = [
  "NoError",
  "PacketTooShort",
  "NoMatch",
  "StackOutOfBounds",
  "HeaderTooShort",
  "ParserTimeout",
  "ParserInvalidArgument",
] as const;

/** Numbers of the errors; those of core.p4 that the program does not list get numbers after the listed ones. */
export function loadErrors(root: JsonNode): ParserErrors {
  const numbers = new Map<string, number>(
    root.list("errors").map((node) => [node.at(0).string(), node.at(1).integer(0, 0x7ffffffe)]),
  );
  let next = Math.max(-1, ...numbers.values()) + 1;
  const number = (name: (typeof CORE_ERRORS)[number]): number => {
    const known = numbers.get(name) ?? next++;
    numbers.set(name, known);
    return known;
  };
  const [noError, packetTooShort, noMatch] = [number("NoError"), number("PacketTooShort"), number("NoMatch")];
  return {
    noError,
    packetTooShort,
    noMatch,
    stackOutOfBounds: number("StackOutOfBounds"),
    headerTooShort: number("HeaderTooShort"),
    parserTimeout: number("ParserTimeout"),
    parserInvalidArgument: number("ParserInvalidArgument"),
    names: new Map([...numbers].map(([name, value]) => [value, name])),
  };
}

interface ParserScope {
  readonly primitives: PrimitiveScope;
  readonly valueSets: Names<{
    readonly index: number;
    readonly width: number;
    partWidths: readonly number[];
  }>;
}

function extractTarget(scope: PrimitiveScope, node: JsonNode): ExtractTarget {
  const { headers, stacks, unionStacks } = scope.expressions.headers;
  const [type, value] = [node.get("type").string(), node.get("value")];
  switch (type) {
    case "regular":
      return { kind: "header", header: headers.resolve(value) };
    case "stack":
      return { kind: "stack", stack: stacks.resolve(value) };
    case "union_stack": {
      const stack = unionStacks.resolve(value.at(0));
      const union = { kind: "unionStackElement", stack, index: { kind: "constant", value: 0n } } as const;
      return { kind: "unionStack", stack, member: memberIndex(union, value.at(1)) };
    }
    default:
      return refuse("SWITCH-UNSUPPORTED", node.path, `extracting into a ${type}`);
  }
}

/** The header type that an extract reads. */
function extractedHeader(target: ExtractTarget): Header {
  const zero: DataExpression = { kind: "constant", value: 0n };
  switch (target.kind) {
    case "header":
      return target.header;
    case "stack":
      return exampleHeader({ kind: "stackElement", stack: target.stack, index: zero });
    case "unionStack": {
      const union = { kind: "unionStackElement", stack: target.stack, index: zero } as const;
      return exampleHeader({ kind: "unionMember", union, member: target.member });
    }
  }
}

function loadExtract(scope: PrimitiveScope, node: JsonNode): ParserOperation {
  const target = extractTarget(scope, node.get("parameters").at(0));
  if (extractedHeader(target).variableField !== undefined) {
    return node.expected("extract_VL for a header with a field of variable length");
  }
  return { kind: "extract", target };
}

function loadExtractVariable(scope: PrimitiveScope, node: JsonNode): ParserOperation {
  const [where, length] = node.get("parameters").tuple(2);
  if (where === undefined || length === undefined) return node.expected("two parameters");
  const target = extractTarget(scope, where);
  if (extractedHeader(target).variableField === undefined) {
    return node.expected("a header with a field of variable length");
  }
  return { kind: "extractVariable", target, length: scope.expressions.data(length) };
}

function loadVerify({ expressions }: PrimitiveScope, node: JsonNode): ParserOperation {
  const parameters = node.get("parameters");
  const errorNode = parameters.at(1);
  const error: DataExpression = errorNode.isNumber
    ? { kind: "constant", value: BigInt(errorNode.integer(0, 0x7ffffffe)) }
    : expressions.data(errorNode);
  return { kind: "verify", condition: expressions.truth(parameters.at(0)), error };
}

function loadAdvance({ expressions }: PrimitiveScope, node: JsonNode, bitsPerUnit: bigint): ParserOperation {
  const amount = node.get("parameters").at(0);
  if (!amount.isNumber) return { kind: "advance", bits: expressions.data(amount) };
  return {
    kind: "advance",
    bits: { kind: "constant", value: BigInt(amount.integer(0, 1 << 20)) * bitsPerUnit },
  };
}

function loadOperation(scope: PrimitiveScope, node: JsonNode): ParserOperation {
  const operation = node.get("op").string();
  switch (operation) {
    case "extract":
      return loadExtract(scope, node);
    case "extract_VL":
      return loadExtractVariable(scope, node);
    case "set":
      return { kind: "primitive", primitive: loadParserSet(scope, node) };
    case "verify":
      return loadVerify(scope, node);
    case "shift":
      return loadAdvance(scope, node, 8n);
    case "advance":
      return loadAdvance(scope, node, 1n);
    case "primitive":
      return { kind: "primitive", primitive: loadPrimitive(scope, node.get("parameters").at(0)) };
    default:
      return refuse("SWITCH-UNSUPPORTED", node.path, `the parser operation ${operation}`);
  }
}

function loadKeyPart(scope: PrimitiveScope, node: JsonNode): KeyPart {
  const value = scope.expressions.data(node);
  switch (value.kind) {
    case "field":
      return { value, width: value.field.width };
    case "lookahead":
      return { value, width: value.width };
    case "stackField":
      return { value, width: value.stack.elements[0]?.fields[value.fieldIndex]?.width ?? 0 };
    case "headerField":
      return { value, width: exampleHeader(value.header).fields[value.fieldIndex]?.width ?? 0 };
    default:
      return node.expected("a field or a lookahead");
  }
}

/** Cuts a value for a whole key, each part padded to bytes, into the values of the parts. */
function splitParts(node: JsonNode, parts: readonly KeyPart[]): bigint[] {
  const sizes = parts.map((part) => BigInt(Math.ceil(part.width / 8) * 8));
  const total = sizes.reduce((sum, size) => sum + size, 0n);
  let rest = node.hexadecimal();
  if (rest < 0n || rest >= 1n << total) return node.expected(`a value of at most ${total} bits`);
  const values = sizes.toReversed().map((size) => {
    const value = rest & ((1n << size) - 1n);
    rest >>= size;
    return value;
  });
  return values.toReversed();
}

function fullMasks(parts: readonly KeyPart[]): bigint[] {
  return parts.map((part) => (1n << BigInt(Math.ceil(part.width / 8) * 8)) - 1n);
}

/** Loads one transition; undefined is a default one. */
function loadTransition(
  scope: ParserScope,
  node: JsonNode,
  key: readonly KeyPart[],
  next: number,
): Transition | undefined {
  const type = node.find("type")?.string() ?? "hexstr";
  const value = node.find("value");
  if (type === "default" || (type === "hexstr" && value?.value === "default")) return undefined;
  if (value === undefined) return node.get("value").expected("a value");
  const maskNode = node.find("mask");
  const masks = maskNode === undefined ? fullMasks(key) : splitParts(maskNode, key);
  if (type === "hexstr") return { kind: "value", values: splitParts(value, key), masks, next };
  if (type !== "parse_vset") return refuse("SWITCH-UNSUPPORTED", node.path, `a transition of type ${type}`);
  const valueSet = scope.valueSets.resolve(value);
  valueSet.partWidths = key.map((part) => part.width);
  return { kind: "valueSet", valueSet: valueSet.index, masks, next };
}

function loadState(
  scope: ParserScope,
  node: JsonNode,
  index: number,
  states: ReadonlyMap<string, number>,
): ParserState {
  const key = node.list("transition_key").map((part) => loadKeyPart(scope.primitives, part));
  const transitions: Transition[] = [];
  let defaultNext = -1;
  for (const transitionNode of node.list("transitions")) {
    const next = stateIndex(transitionNode.find("next_state"), states);
    const transition = loadTransition(scope, transitionNode, key, next);
    if (transition === undefined) defaultNext = next;
    else transitions.push(transition);
  }
  return {
    name: node.get("name").string(),
    index,
    operations: node.list("parser_ops").map((operation) => loadOperation(scope.primitives, operation)),
    key,
    transitions,
    defaultNext,
  };
}

function stateIndex(node: JsonNode | undefined, states: ReadonlyMap<string, number>): number {
  if (node === undefined) return -1;
  const name = node.string();
  return states.get(name) ?? refuse("SWITCH-REFERENCE", node.path, `no parser state ${name}`);
}

function loadParser(scope: ParserScope, node: JsonNode): Parser {
  const stateNodes = node.list("parse_states");
  const indices = new Map(stateNodes.map((state, index) => [state.get("name").string(), index]));
  return {
    states: stateNodes.map((state, index) => loadState(scope, state, index, indices)),
    start: stateIndex(node.find("init_state"), indices),
  };
}

/** Loads the parser of simple_switch (the one named `parser`) and the value sets it uses. */
export function loadParsers(
  root: JsonNode,
  primitives: PrimitiveScope,
): { parser: Parser; valueSets: readonly ValueSet[] } {
  const valueSets: ParserScope["valueSets"] = new Names("value set");
  const names: string[] = [];
  for (const [index, node] of root.list("parse_vsets").entries()) {
    const name = node.get("name").string();
    const width = node.get("compressed_bitwidth").integer(1, 1 << 16);
    valueSets.add(node, name, { index, width, partWidths: [width] });
    names.push(name);
  }
  const parserNode = root.list("parsers").find((node) => node.get("name").value === "parser");
  const parser =
    parserNode === undefined ? { states: [], start: -1 } : loadParser({ primitives, valueSets }, parserNode);
  const loaded = valueSets.values().map((valueSet, index) => ({ name: names[index] ?? "", ...valueSet }));
  return { parser, valueSets: loaded };
}
