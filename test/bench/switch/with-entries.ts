import type { Entity } from "p4runtime-js-grpc";

const largestPriority = 0xff_ffff;

/** A header's name and a field's. */
type FieldName = readonly [header: string, field: string];

interface Table {
  readonly name: string;
  readonly key: readonly { readonly match_type: string; readonly name: string; readonly target: FieldName }[];
  readonly actions: readonly string[];
  readonly action_ids: readonly number[];
  default_entry?: object;
  entries?: object[];
}

interface Document {
  readonly headers: readonly { readonly name: string; readonly header_type: string }[];
  readonly header_types: readonly {
    readonly name: string;
    readonly fields: readonly (readonly [name: string, width: number, ...unknown[]])[];
  }[];
  readonly actions: readonly {
    readonly id: number;
    readonly runtime_data: readonly { readonly name: string; readonly bitwidth: number }[];
  }[];
  readonly pipelines: readonly { readonly tables: readonly Table[] }[];
}

type TableEntry = Extract<Entity, { kind: "tableEntry" }>;
type TableAction = NonNullable<TableEntry["action"]>;

/**
 * Writes table entries into BMv2 JSON as constant ones, so that any switch that takes the file has them, whatever its
 * control plane. Replication is left out: what the benchmarks send is not copied.
 */
export function withEntries(json: string, entities: readonly Entity[]): string {
  const document = JSON.parse(json) as Document;
  const tables = new Map(
    document.pipelines.flatMap((each) => each.tables).map((table) => [table.name, table]),
  );
  for (const entity of entities) {
    if (entity.kind !== "tableEntry") continue;
    const table = tables.get(entity.table);
    if (table === undefined || entity.action === undefined) throw new Error(`no table for ${entity.table}`);
    const action = callOf(document, table, entity.action);
    if (entity.isDefault) table.default_entry = { ...action, action_const: false, action_entry_const: false };
    else {
      table.entries ??= [];
      table.entries.push({
        match_key: keyOf(document, table, entity),
        action_entry: action,
        // In the file a small number comes first, in P4Runtime a large one.
        priority: largestPriority - entity.priority,
      });
    }
  }
  return JSON.stringify(document);
}

function callOf(document: Document, table: Table, action: TableAction): object {
  if (action.kind !== "action") throw new Error(`an action of ${table.name} is not direct`);
  const { action: name, params } = action.value;
  const id = table.action_ids[table.actions.indexOf(name)];
  const definition = document.actions.find((each) => each.id === id);
  if (definition === undefined) throw new Error(`${table.name} has no action ${name}`);
  return {
    action_id: id,
    action_data: definition.runtime_data.map((each) => hex(params[each.name], each.bitwidth)),
  };
}

function keyOf(document: Document, table: Table, { match }: TableEntry): object[] {
  return table.key.map(({ name, match_type, target }) => {
    const value = match[name];
    const width = widthOf(document, target);
    if (value?.kind === "exact") return { match_type, key: hex(value.value, width) };
    if (value?.kind === "lpm") {
      return { match_type, key: hex(value.value, width), prefix_length: value.prefixLength };
    }
    if (match_type === "ternary" && (value === undefined || value.kind === "ternary")) {
      return { match_type, key: hex(value?.value, width), mask: hex(value?.mask, width) };
    }
    throw new Error(`${table.name}: ${match_type} key ${name} is none that the benchmarks use`);
  });
}

function widthOf({ headers, header_types: types }: Document, [header, field]: FieldName): number {
  const typeName = headers.find(({ name }) => name === header)?.header_type;
  const type = types.find(({ name }) => name === typeName);
  const width = type?.fields.find(([name]) => name === field)?.[1];
  if (width === undefined) throw new Error(`no field ${header}.${field}`);
  return width;
}

/** As many digits as the width has: simple_switch wants all of them. */
function hex(value: bigint | undefined, width: number): string {
  return `0x${(value ?? 0n).toString(16).padStart(Math.ceil(width / 8) * 2, "0")}`;
}
