import type {
  Action,
  ActionProfile,
  Checksum,
  DigestDefinition,
  Field,
  Header,
  IntrinsicFields,
  Program,
  Table,
} from "../model/index.js";
import { type ControlScope, loadControlFlow } from "./control.js";
import { ExpressionLoader } from "./expressions.js";
import { type LoadedHeaders, loadHeaders, resolveField } from "./headers.js";
import { type JsonNode, parseJson } from "./json-node.js";
import { Ids, Names } from "./names.js";
import { loadErrors, loadParsers } from "./parsers.js";
import { loadPrimitives, type PrimitiveScope } from "./primitives.js";
import { refuse } from "./refuse.js";
import {
  loadCalculations,
  loadCounters,
  loadDirectCounterNames,
  loadMeters,
  loadRegisters,
} from "./stateful.js";

/** The major version of the format that this loader reads. */
const FORMAT_VERSION = 2;

/** Finds an intrinsic field: by alias, then by its own name, else a spare word. */
function intrinsicField(headers: LoadedHeaders, name: string): Field {
  const alias = headers.aliases.get(name);
  if (alias !== undefined) return alias;
  const [headerName, fieldName] = name.split(".");
  const header = headers.headers.find(headerName ?? "");
  const own = header?.fields.find((field) => field.name === `${headerName}.${fieldName}`);
  return own ?? headers.spare(name);
}

/** A field that the switch itself reads as one word. */
function narrowField(headers: LoadedHeaders, name: string): Field {
  const field = intrinsicField(headers, name);
  if (field.index >= 0 && field.width > 32)
    refuse("SWITCH-LIMIT", "$.headers", `${name} is wider than 32 bits`);
  return field;
}

function requiredField(headers: LoadedHeaders, name: string): Field {
  const field = narrowField(headers, name);
  if (field.index < 0) refuse("SWITCH-REFERENCE", "$.headers", `the program has no field ${name}`);
  return field;
}

function loadIntrinsic(headers: LoadedHeaders): IntrinsicFields {
  const standard = (name: string) => intrinsicField(headers, `standard_metadata.${name}`);
  const intrinsic = (name: string) => intrinsicField(headers, `intrinsic_metadata.${name}`);
  const queueing = (name: string) => intrinsicField(headers, `queueing_metadata.${name}`);
  return {
    ingressPort: requiredField(headers, "standard_metadata.ingress_port"),
    egressSpec: requiredField(headers, "standard_metadata.egress_spec"),
    egressPort: requiredField(headers, "standard_metadata.egress_port"),
    instanceType: requiredField(headers, "standard_metadata.instance_type"),
    packetLength: requiredField(headers, "standard_metadata.packet_length"),
    parserError: standard("parser_error"),
    checksumError: standard("checksum_error"),
    ingressTimestamp: intrinsic("ingress_global_timestamp"),
    egressTimestamp: intrinsic("egress_global_timestamp"),
    multicastGroup: narrowField(headers, "intrinsic_metadata.mcast_grp"),
    egressRid: intrinsic("egress_rid"),
    priority: narrowField(headers, "intrinsic_metadata.priority"),
    enqueueTimestamp: queueing("enq_timestamp"),
    enqueueDepth: queueing("enq_qdepth"),
    dequeueDelta: queueing("deq_timedelta"),
    dequeueDepth: queueing("deq_qdepth"),
    queueId: queueing("qid"),
  };
}

function loadActions(root: JsonNode, scope: PrimitiveScope): { actions: Action[]; actionIds: Ids<Action> } {
  const actionIds = new Ids<Action>("action");
  const actions = root.list("actions").map((node, index) => {
    const parameters = node.list("runtime_data").map((parameter) => ({
      name: parameter.get("name").string(),
      width: parameter.get("bitwidth").integer(0, 1 << 16),
    }));
    const primitives = scope.expressions.withParameters(parameters.length, () =>
      loadPrimitives(scope, node.list("primitives")),
    );
    const action = { name: node.get("name").string(), index, parameters, primitives };
    actionIds.add(node, node.get("id").integer(0, 0x7fffffff), action);
    return action;
  });
  return { actions, actionIds };
}

function loadProfiles(root: JsonNode, scope: PrimitiveScope): Names<ActionProfile> {
  const profiles = new Names<ActionProfile>("action profile");
  for (const pipeline of root.list("pipelines")) {
    for (const node of pipeline.list("action_profiles")) {
      const name = node.get("name").string();
      const selector = scope.calculations.find(`${name}.selector`)?.index;
      const profile = {
        name,
        index: profiles.values().length,
        size: node.find("max_size")?.integer(0, 1 << 26) ?? 1024,
        ...(node.find("selector") === undefined || selector === undefined ? {} : { selector }),
      };
      profiles.add(node, name, profile);
    }
  }
  return profiles;
}

function loadChecksums(root: JsonNode, scope: PrimitiveScope, use: "update" | "verify"): Checksum[] {
  return root
    .list("checksums")
    .filter((node) => node.flag(use, true))
    .map((node) => {
      if (node.get("type").string() !== "generic") node.get("type").expected('"generic"');
      const condition = node.find("if_cond");
      return {
        name: node.get("name").string(),
        target: resolveField(scope.expressions.headers, node.get("target")),
        calculation: scope.calculations.resolve(node.get("calculation")).index,
        ...(condition === undefined ? {} : { condition: scope.expressions.truth(condition) }),
      };
    });
}

/** Fields of a learn list or field list; constants in a field list keep nothing and are left out. */
function loadFields(headers: LoadedHeaders, node: JsonNode): Field[] {
  return node
    .list("elements")
    .filter((element) => element.get("type").value !== "hexstr")
    .map((element) => {
      if (element.get("type").string() !== "field") element.expected("a field");
      return resolveField(headers, element.get("value"));
    });
}

function loadDigests(root: JsonNode, headers: LoadedHeaders): DigestDefinition[] {
  return root.list("learn_lists").map((node) => ({
    name: node.get("name").string(),
    id: node.get("id").integer(0, 0xffff),
    fields: loadFields(headers, node),
  }));
}

function loadFieldLists(root: JsonNode, headers: LoadedHeaders): ReadonlyMap<number, readonly Field[]> {
  return new Map(
    root.list("field_lists").map((node) => [node.get("id").integer(0, 0xffff), loadFields(headers, node)]),
  );
}

function loadDeparser(root: JsonNode, headers: LoadedHeaders): Header[] {
  const node = root.list("deparsers").find((deparser) => deparser.get("name").value === "deparser");
  if (node === undefined) return [];
  if (node.list("primitives").length > 0) {
    refuse("SWITCH-UNSUPPORTED", node.path, "statements in the deparser");
  }
  return node
    .get("order")
    .items()
    .map((name) => headers.headers.resolve(name));
}

function checkVersion(root: JsonNode): void {
  const version = root.find("__meta__")?.find("version");
  if (version === undefined) return;
  const major = version.at(0).integer(0, 1000);
  if (major !== FORMAT_VERSION) {
    refuse("SWITCH-UNSUPPORTED", version.path, `version ${major} of the format; this is ${FORMAT_VERSION}`);
  }
}

function primitiveScope(root: JsonNode, headers: LoadedHeaders): PrimitiveScope {
  return {
    expressions: new ExpressionLoader(headers, loadRegisters(root)),
    counters: loadCounters(root),
    meters: loadMeters(root),
    calculations: loadCalculations(root, headers),
  };
}

function loadRoot(root: JsonNode): Program {
  checkVersion(root);
  const headers = loadHeaders(root);
  const scope = primitiveScope(root, headers);
  const { actions, actionIds } = loadActions(root, scope);
  const profiles = loadProfiles(root, scope);
  const tables: Table[] = [];
  const control: ControlScope = {
    headers,
    expressions: scope.expressions,
    actions,
    actionIds,
    profiles,
    meters: scope.meters,
    directCounterNames: loadDirectCounterNames(root),
    meterNodes: root.list("meter_arrays"),
    tables,
  };
  const program = {
    name: root.find("program")?.string() ?? "",
    layout: headers.layout,
    intrinsic: loadIntrinsic(headers),
    errors: loadErrors(root),
    ...loadParsers(root, scope),
    ingress: loadControlFlow(root, "ingress", control),
    egress: loadControlFlow(root, "egress", control),
    deparser: loadDeparser(root, headers),
    tables,
    actions,
    profiles: profiles.values(),
    registers: scope.expressions.registers.values(),
    counters: scope.counters.values(),
    meters: scope.meters.values(),
    calculations: scope.calculations.values(),
    verifiedChecksums: loadChecksums(root, scope, "verify"),
    updatedChecksums: loadChecksums(root, scope, "update"),
    digests: loadDigests(root, headers),
    fieldLists: loadFieldLists(root, headers),
  };
  return { ...program, mentioned: headers.mentioned };
}

/**
 * Checks the text of a BMv2 JSON and resolves every name in it.
 *
 * @throws CodedError SWITCH-JSON, SWITCH-REFERENCE, SWITCH-UNSUPPORTED, SWITCH-LIMIT or SWITCH-LOOP, with the
 * path of the value that is wrong (`$.pipelines[0].tables[3].key[1].target: …`).
 */
export function loadProgram(text: string): Program {
  return loadRoot(parseJson(text));
}
