import { algorithmNames } from "../hash/algorithms.js";
import type { Calculation, CalculationInput, Counter, Meter, Register } from "../model/index.js";
import { type LoadedHeaders, resolveField } from "./headers.js";
import type { JsonNode } from "./json-node.js";
import { Names } from "./names.js";
import { refuse } from "./refuse.js";

/** Bounds that keep a hostile program from taking all memory. */
const MAX_CELLS = 1 << 26;
const MAX_REGISTER_WIDTH = 4096;

export function loadRegisters(root: JsonNode): Names<Register> {
  const registers = new Names<Register>("register array");
  for (const [index, node] of root.list("register_arrays").entries()) {
    const name = node.get("name").string();
    const size = node.get("size").integer(0, MAX_CELLS);
    const width = node.get("bitwidth").integer(1, MAX_REGISTER_WIDTH);
    if (size * Math.ceil(width / 32) > MAX_CELLS) {
      refuse("SWITCH-LIMIT", node.path, `register ${name} takes more than ${MAX_CELLS} words`);
    }
    registers.add(node, name, { name, index, size, width });
  }
  return registers;
}

/** Indirect counters; those of tables belong to their tables. */
export function loadCounters(root: JsonNode): Names<Counter> {
  const counters = new Names<Counter>("counter array");
  const nodes = root.list("counter_arrays").filter((node) => !node.flag("is_direct", false));
  for (const [index, node] of nodes.entries()) {
    const name = node.get("name").string();
    counters.add(node, name, { name, index, size: node.get("size").integer(0, MAX_CELLS) });
  }
  return counters;
}

/** Names of direct counters by the name of their table. */
export function loadDirectCounterNames(root: JsonNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const node of root.list("counter_arrays")) {
    if (!node.flag("is_direct", false)) continue;
    const table = node.find("binding")?.string();
    if (table !== undefined) names.set(table, node.get("name").string());
  }
  return names;
}

export function loadMeters(root: JsonNode): Names<Meter> {
  const meters = new Names<Meter>("meter array");
  for (const [index, node] of root.list("meter_arrays").entries()) {
    const name = node.get("name").string();
    const unit = node.get("type").string();
    if (unit !== "packets" && unit !== "bytes") return node.get("type").expected('"packets" or "bytes"');
    if ((node.find("rate_count")?.integer(0, 16) ?? 2) !== 2) {
      refuse("SWITCH-UNSUPPORTED", node.path, "a meter that has not two rates");
    }
    const direct = node.flag("is_direct", false);
    const size = direct ? 0 : node.get("size").integer(0, MAX_CELLS);
    meters.add(node, name, { name, index, size, unit, direct });
  }
  return meters;
}

function loadInput(headers: LoadedHeaders, node: JsonNode): CalculationInput {
  const type = node.get("type").string();
  switch (type) {
    case "field": {
      const value = node.get("value");
      const alias = headers.aliases.get(
        value
          .items()
          .map((item) => item.string())
          .join("."),
      );
      if (alias !== undefined) headers.mentioned.add(alias);
      return { kind: "field", field: alias ?? resolveField(headers, value) };
    }
    case "hexstr": {
      const width = node.get("bitwidth").integer(1, 1 << 16);
      const value = BigInt.asUintN(width, node.get("value").hexadecimal());
      return { kind: "constant", value, width };
    }
    case "header":
      return { kind: "header", header: headers.headers.resolve(node.get("value")) };
    case "payload":
      return { kind: "payload" };
    default:
      return refuse("SWITCH-UNSUPPORTED", node.path, `a ${type} in a calculation`);
  }
}

function checkAlgorithm(node: JsonNode): string {
  const algorithm = node.string();
  if (!algorithmNames.has(algorithm)) {
    const known = [...algorithmNames].join(", ");
    refuse("SWITCH-UNSUPPORTED", node.path, `the algorithm ${algorithm}`, `Use one of ${known}.`);
  }
  return algorithm;
}

/** Loads the inputs and the algorithm of a calculation or a selector. */
function loadCalculation(headers: LoadedHeaders, node: JsonNode, name: string, index: number): Calculation {
  const algorithm = checkAlgorithm(node.get("algo"));
  const inputs = node.list("input").map((input) => loadInput(headers, input));
  // The payload comes last, wherever it is listed.
  const payload = inputs.filter((input) => input.kind === "payload").slice(0, 1);
  return {
    name,
    index,
    algorithm,
    inputs: [...inputs.filter((input) => input.kind !== "payload"), ...payload],
  };
}

/** All calculations, those of action selectors (named `<profile>.selector`) after the program's own. */
export function loadCalculations(root: JsonNode, headers: LoadedHeaders): Names<Calculation> {
  const calculations = new Names<Calculation>("calculation");
  let index = 0;
  const add = (node: JsonNode, name: string): void => {
    calculations.add(node, name, loadCalculation(headers, node, name, index));
    index += 1;
  };
  for (const node of root.list("calculations")) add(node, node.get("name").string());
  for (const pipeline of root.list("pipelines")) {
    for (const profile of pipeline.list("action_profiles")) {
      const selector = profile.find("selector");
      if (selector !== undefined) add(selector, `${profile.get("name").string()}.selector`);
    }
  }
  return calculations;
}
