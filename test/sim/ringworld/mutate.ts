import assert from "node:assert/strict";
import type { PipelineConfig } from "p4runtime-js-grpc/pipeline";
import { SwitchStock } from "../../../src/sim/index.js";
import { torSource } from "./artifact.js";

/** The parts of BMv2 JSON that mutations touch. */
interface Bmv2 {
  readonly actions: { readonly name: string; primitives: Primitive[] }[];
  readonly pipelines: readonly { readonly tables: readonly Table[] }[];
}

interface Table {
  readonly name: string;
  readonly key: readonly { readonly name: string }[];
  entries?: TableEntry[];
}

/** A constant entry. */
export interface TableEntry {
  readonly match_key: readonly {
    readonly match_type: string;
    readonly key: string;
    readonly mask?: string;
  }[];
}

/** One step of an action. */
export interface Primitive {
  readonly op: string;
  parameters: Parameter[];
}

interface Parameter {
  type: string;
  value: unknown;
}

/** The artifact with one action changed; everything else stays byte for byte. */
function mutateAction(
  artifact: PipelineConfig,
  actionName: string,
  mutate: (primitives: Primitive[]) => Primitive[],
): PipelineConfig {
  const json: Bmv2 = JSON.parse(new TextDecoder().decode(artifact.deviceConfig));
  const actions = json.actions.filter(({ name }) => name === actionName);
  assert.ok(actions.length > 0, `the program has the action ${actionName}`);
  const before = JSON.stringify(json);
  for (const action of actions) action.primitives = mutate(action.primitives);
  const after = JSON.stringify(json);
  assert.notEqual(after, before, "the mutation changes something");
  return { ...artifact, deviceConfig: new TextEncoder().encode(after) };
}

/** Switches whose program has one action changed, for as many worlds as it takes. */
export function mutated(...mutation: [string, Parameters<typeof mutateAction>[2]]) {
  const stock = new SwitchStock((sizes) => mutateAction(torSource(sizes), ...mutation));
  return () => ({ stock });
}

/** The same with the constant entries of one table changed. */
export function withEntries(...mutation: [string, Parameters<typeof mutateEntries>[2]]) {
  const stock = new SwitchStock((sizes) => mutateEntries(torSource(sizes), ...mutation));
  return () => ({ stock });
}

/** The artifact with the constant entries of one table changed. */
function mutateEntries(
  artifact: PipelineConfig,
  tableName: string,
  mutate: (entries: TableEntry[], keys: readonly string[]) => TableEntry[],
): PipelineConfig {
  const json: Bmv2 = JSON.parse(new TextDecoder().decode(artifact.deviceConfig));
  const tables = json.pipelines.flatMap((pipeline) =>
    pipeline.tables.filter(({ name }) => name === tableName),
  );
  assert.ok(tables.length > 0, `the program has the table ${tableName}`);
  const before = JSON.stringify(json);
  for (const table of tables) {
    const keys = table.key.map(({ name }) => name);
    table.entries = mutate(table.entries ?? [], keys);
  }
  const after = JSON.stringify(json);
  assert.notEqual(after, before, "the mutation changes something");
  return { ...artifact, deviceConfig: new TextEncoder().encode(after) };
}

/** Lets entries match whatever a ternary key says: all entries, or those whose first key is this number. */
export function whatever(key: string, first?: number) {
  return (entries: TableEntry[], keys: readonly string[]): TableEntry[] =>
    entries.map((entry) => {
      const isMeant = first === undefined || Number(entry.match_key[0]?.key) === first;
      const match_key = entry.match_key.map((match, at) =>
        keys[at] === key && isMeant ? { ...match, key: "0x0", mask: "0x0" } : match,
      );
      return { ...entry, match_key };
    });
}

/** Leaves out every entry. */
export function withoutEntries(): TableEntry[] {
  return [];
}

/** Leaves out what writes a register. */
export function withoutWrites(primitives: Primitive[]): Primitive[] {
  return primitives.filter(({ op }) => op !== "register_write");
}

/** Replaces what is assigned to a field of metadata by a constant. */
export function assignConstant(field: string, value: number): (primitives: Primitive[]) => Primitive[] {
  const constant = { type: "hexstr", value: `0x${value.toString(16).padStart(8, "0")}` };
  return (primitives) =>
    primitives.map((primitive) => {
      const [target] = primitive.parameters;
      const hits =
        primitive.op === "assign" && JSON.stringify(target?.value) === JSON.stringify(["scalars", field]);
      return hits && target ? { ...primitive, parameters: [target, constant] } : primitive;
    });
}

/** Takes the first branch of every choice that is written to a register, whatever its condition says. */
export function alwaysWrite(primitives: Primitive[]): Primitive[] {
  return primitives.map((primitive) =>
    primitive.op === "register_write"
      ? { ...primitive, parameters: JSON.parse(JSON.stringify(primitive.parameters), firstBranch) }
      : primitive,
  );
}

/** What a choice becomes; anything else stays. */
function firstBranch(_key: string, value: unknown): unknown {
  const isChoice = typeof value === "object" && value !== null && "op" in value && value.op === "?";
  return isChoice && "left" in value ? value.left : value;
}
