import type {
  Action,
  ActionCall,
  ActionProfile,
  ConstantEntry,
  KeyMatch,
  MatchKind,
  Meter,
  NextNodes,
  Table,
  TableKey,
} from "../model/index.js";
import type { LoadedHeaders } from "./headers.js";
import { resolveField, validityField } from "./headers.js";
import type { JsonNode } from "./json-node.js";
import type { Ids, Names } from "./names.js";
import { refuse } from "./refuse.js";

/** BMv2 counts priorities from the top; outside, a greater one wins, so the two add up to this. */
const MAX_PRIORITY = 0xffffff;
const MAX_TABLE_SIZE = 1 << 26;

/** What tables refer to. */
export interface TableScope {
  readonly headers: LoadedHeaders;
  readonly actions: readonly Action[];
  readonly actionIds: Ids<Action>;
  readonly profiles: Names<ActionProfile>;
  readonly meters: Names<Meter>;
  readonly directCounterNames: ReadonlyMap<string, string>;
  /** The JSON of the meters, for where direct ones store their colour. */
  readonly meterNodes: readonly JsonNode[];
  /** The node of a name in the pipeline at hand; null is the end. */
  resolveNode(node: JsonNode): number;
}

function matchKind(node: JsonNode): MatchKind {
  const kind = node.string();
  switch (kind) {
    case "exact":
    case "lpm":
    case "ternary":
    case "range":
      return kind;
    case "optional":
      return "ternary";
    case "valid":
      return "exact";
    default:
      return refuse("SWITCH-UNSUPPORTED", node.path, `the match kind ${kind}`);
  }
}

function loadKey(headers: LoadedHeaders, node: JsonNode): TableKey {
  const target = node.get("target");
  const field = target.isString
    ? validityField(headers.headers.resolve(target))
    : resolveField(headers, target);
  if (field.lengthOffset !== undefined) target.expected("a field of fixed length");
  const mask = node.find("mask")?.hexadecimal();
  return {
    name: node.find("name")?.string() ?? field.name,
    kind: matchKind(node.get("match_type")),
    field,
    width: field.width,
    ...(mask === undefined ? {} : { mask: BigInt.asUintN(field.width, mask) }),
  };
}

/** Checks an action's arguments and cuts them to their widths. */
function loadCall(scope: TableScope, actionNode: JsonNode, dataNode: JsonNode): ActionCall {
  const action = scope.actionIds.resolve(actionNode);
  const values = dataNode.items().map((value) => value.hexadecimal());
  if (values.length !== action.parameters.length) {
    dataNode.expected(`${action.parameters.length} arguments for action ${action.name}`);
  }
  const data = values.map((value, index) => BigInt.asUintN(action.parameters[index]?.width ?? 0, value));
  return { action: action.index, data };
}

function fieldValue(node: JsonNode, key: TableKey): bigint {
  const value = typeof node.value === "boolean" ? BigInt(node.value) : node.hexadecimal();
  const padded = BigInt(Math.ceil(key.width / 8) * 8);
  return value >= 0n && value < 1n << padded ? value : node.expected(`a value of ${key.width} bits`);
}

function loadMatch(node: JsonNode, key: TableKey): KeyMatch {
  switch (key.kind) {
    case "exact":
      return { kind: "exact", value: fieldValue(node.get("key"), key) };
    case "lpm": {
      const prefixLength = node.get("prefix_length").integer(0, key.width);
      return { kind: "lpm", value: fieldValue(node.get("key"), key), prefixLength };
    }
    case "ternary": {
      const [value, mask] = [fieldValue(node.get("key"), key), fieldValue(node.get("mask"), key)];
      return { kind: "ternary", value: value & mask, mask };
    }
    case "range":
      return {
        kind: "range",
        low: fieldValue(node.get("start"), key),
        high: fieldValue(node.get("end"), key),
      };
  }
}

function loadEntry(scope: TableScope, node: JsonNode, keys: readonly TableKey[]): ConstantEntry {
  const matchNodes = node.get("match_key").items();
  if (matchNodes.length !== keys.length) node.get("match_key").expected(`${keys.length} matches`);
  const entry = node.get("action_entry");
  const priority = node.find("priority")?.integer(0, MAX_PRIORITY) ?? 0;
  return {
    matches: keys.map((key, index) => loadMatch(matchNodes[index] ?? node, key)),
    call: loadCall(scope, entry.get("action_id"), entry.get("action_data")),
    rank: MAX_PRIORITY - priority,
  };
}

function loadNext(scope: TableScope, node: JsonNode, actions: readonly number[]): NextNodes {
  const next = node.get("next_tables");
  if (next.has("__HIT__") || next.has("__MISS__")) {
    const [hit, miss] = [scope.resolveNode(next.get("__HIT__")), scope.resolveNode(next.get("__MISS__"))];
    return { kind: "hitMiss", hit, miss };
  }
  const byAction = new Map(
    actions.map((action) => [action, scope.resolveNode(next.get(scope.actions[action]?.name ?? ""))]),
  );
  const base = node.has("base_default_next") ? scope.resolveNode(node.get("base_default_next")) : -1;
  return { kind: "byAction", byAction, base };
}

function loadActionList(scope: TableScope, node: JsonNode): number[] {
  const ids = node.find("action_ids");
  if (ids !== undefined) return ids.items().map((id) => scope.actionIds.resolve(id).index);
  return node
    .get("actions")
    .items()
    .map((name) => {
      const action = scope.actions.find((candidate) => candidate.name === name.string());
      return action?.index ?? refuse("SWITCH-REFERENCE", name.path, `no action ${name.value}`);
    });
}

/** The kind that the key fields ask for; at most one prefix match. */
function tableKind(node: JsonNode, keys: readonly TableKey[]): MatchKind {
  const kinds = keys.map((key) => key.kind);
  if (kinds.includes("range")) return "range";
  if (kinds.includes("ternary") || node.find("match_type")?.value === "ternary") return "ternary";
  const prefixes = kinds.filter((kind) => kind === "lpm").length;
  if (prefixes > 1) return refuse("SWITCH-UNSUPPORTED", node.path, "two lpm keys in one table");
  return prefixes === 1 ? "lpm" : "exact";
}

function loadDirectMeter(scope: TableScope, node: JsonNode): Pick<Table, "directMeter"> {
  const nameNode = node.find("direct_meters");
  if (nameNode === undefined) return {};
  const meter = scope.meters.resolve(nameNode);
  const meterNode = scope.meterNodes.find((candidate) => candidate.get("name").value === meter.name);
  const target = meterNode?.find("result_target");
  if (target === undefined) {
    return refuse("SWITCH-JSON", nameNode.path, `direct meter ${meter.name} has no result_target`);
  }
  return { directMeter: { meter: meter.index, target: resolveField(scope.headers, target) } };
}

function loadDefault(scope: TableScope, node: JsonNode): Pick<Table, "defaultCall" | "defaultIsConstant"> {
  const entry = node.find("default_entry");
  if (entry === undefined) return { defaultIsConstant: false };
  return {
    defaultCall: loadCall(scope, entry.get("action_id"), entry.get("action_data")),
    defaultIsConstant: entry.flag("action_entry_const", false) || entry.flag("action_const", false),
  };
}

/** The default action must be one of the table's, or nothing says where to go on. */
function checkCalls(node: JsonNode, table: Table): Table {
  const calls = [
    ...table.entries.map((entry) => entry.call),
    ...(table.defaultCall ? [table.defaultCall] : []),
  ];
  for (const { action } of calls) {
    if (!table.actions.includes(action)) {
      refuse(
        "SWITCH-REFERENCE",
        node.path,
        `table ${table.name} has an entry with an action that is not its own`,
      );
    }
  }
  return table;
}

/** Loads one table of a pipeline. */
export function loadTable(scope: TableScope, node: JsonNode, index: number): Table {
  const name = node.get("name").string();
  const keys = node.list("key").map((key) => loadKey(scope.headers, key));
  const actions = loadActionList(scope, node);
  const profile = node.find("action_profile");
  const counterName = scope.directCounterNames.get(name);
  const entries = node.list("entries").map((entry) => loadEntry(scope, entry, keys));
  return checkCalls(node, {
    name,
    index,
    kind: tableKind(node, keys),
    keys,
    size: node.find("max_size")?.integer(0, MAX_TABLE_SIZE) ?? 1024,
    actions,
    ...loadDefault(scope, node),
    entries,
    entriesAreConstant: node.find("entries") !== undefined,
    counted: node.flag("with_counters", false),
    ...(counterName === undefined ? {} : { counterName }),
    ...loadDirectMeter(scope, node),
    ages: node.flag("support_timeout", false),
    ...(profile === undefined ? {} : { profile: scope.profiles.resolve(profile).index }),
    next: loadNext(scope, node, actions),
  });
}
