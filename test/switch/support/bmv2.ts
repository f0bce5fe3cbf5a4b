/** Small programs in BMv2 JSON for tests, written as objects. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export const field = (header: string, name: string): Json => ({ type: "field", value: [header, name] });
export const hex = (value: bigint | number): Json => ({
  type: "hexstr",
  value: value < 0 ? `-0x${(-BigInt(value)).toString(16)}` : `0x${value.toString(16)}`,
});
export const parameter = (index: number): Json => ({ type: "runtime_data", value: index });
export const local = (index: number): Json => ({ type: "local", value: index });
export const header = (name: string): Json => ({ type: "header", value: name });

/** An expression the way p4c nests it. */
export const expression = (op: string, left: Json, right: Json, cond?: Json): Json => ({
  type: "expression",
  value: { op, left, right, ...(cond === undefined ? {} : { cond }) },
});

export const primitive = (op: string, ...parameters: readonly Json[]): Json => ({ op, parameters });
export const assign = (target: Json, value: Json): Json => primitive("assign", target, value);

/** Fields of v1model's standard metadata. */
const STANDARD_FIELDS: readonly (readonly [string, number])[] = [
  ["ingress_port", 9],
  ["egress_spec", 9],
  ["egress_port", 9],
  ["instance_type", 32],
  ["packet_length", 32],
  ["enq_timestamp", 32],
  ["enq_qdepth", 19],
  ["deq_timedelta", 32],
  ["deq_qdepth", 19],
  ["ingress_global_timestamp", 48],
  ["egress_global_timestamp", 48],
  ["mcast_grp", 16],
  ["egress_rid", 16],
  ["checksum_error", 1],
  ["parser_error", 32],
  ["priority", 3],
  ["_padding", 3],
];

const ALIASES = [
  ["queueing_metadata.enq_timestamp", "enq_timestamp"],
  ["queueing_metadata.enq_qdepth", "enq_qdepth"],
  ["queueing_metadata.deq_timedelta", "deq_timedelta"],
  ["queueing_metadata.deq_qdepth", "deq_qdepth"],
  ["intrinsic_metadata.ingress_global_timestamp", "ingress_global_timestamp"],
  ["intrinsic_metadata.egress_global_timestamp", "egress_global_timestamp"],
  ["intrinsic_metadata.mcast_grp", "mcast_grp"],
  ["intrinsic_metadata.egress_rid", "egress_rid"],
  ["intrinsic_metadata.priority", "priority"],
].map(([alias = "", name = ""]) => [alias, ["standard_metadata", name]]);

/** A header of a test program, extracted one after the other from the start of the packet. */
export interface TestHeader {
  readonly name: string;
  readonly fields: readonly (readonly [name: string, width: number, signed?: boolean])[];
  readonly metadata?: boolean;
}

export interface TestAction {
  readonly name: string;
  readonly parameters?: readonly (readonly [name: string, width: number])[];
  readonly primitives: readonly Json[];
}

export interface TestProgram {
  readonly headers: readonly TestHeader[];
  readonly actions?: readonly TestAction[];
  /** Pipelines beyond the empty ones, as BMv2 has them. */
  readonly ingress?: { readonly [key: string]: Json };
  readonly egress?: { readonly [key: string]: Json };
  /** Anything else at the top: register_arrays, calculations, … */
  readonly top?: { readonly [key: string]: Json };
  /** In place of the parser that extracts all headers. */
  readonly parseStates?: readonly Json[];
}

function headerTypes(headers: readonly TestHeader[]): Json[] {
  return headers.map(({ name, fields }, id) => ({
    name: `${name}_t`,
    id,
    fields: fields.map(([field_, width, signed]) => [field_, width, signed ?? false]),
  }));
}

function extractAll(headers: readonly TestHeader[]): Json {
  const packetHeaders = headers.filter(({ metadata }) => metadata !== true);
  return {
    name: "start",
    id: 0,
    parser_ops: packetHeaders.map(({ name }) => ({
      op: "extract",
      parameters: [{ type: "regular", value: name }],
    })),
    transition_key: [],
    transitions: [{ type: "default", value: null, mask: null, next_state: null }],
  };
}

const NOTHING = { init_table: null, tables: [], conditionals: [], action_profiles: [] };

/** The BMv2 JSON text of a test program. */
export function bmv2(program: TestProgram): string {
  const all: TestHeader[] = [
    ...program.headers,
    { name: "standard_metadata", fields: STANDARD_FIELDS, metadata: true },
  ];
  const order = program.headers.filter(({ metadata }) => metadata !== true).map(({ name }) => name);
  return JSON.stringify({
    __meta__: { version: [2, 23] },
    header_types: headerTypes(all),
    headers: all.map(({ name, metadata }, id) => ({
      name,
      id,
      header_type: `${name}_t`,
      metadata: metadata === true,
    })),
    field_aliases: ALIASES,
    errors: [
      ["NoError", 0],
      ["PacketTooShort", 1],
    ],
    parsers: [
      {
        name: "parser",
        id: 0,
        init_state: "start",
        parse_states: program.parseStates ?? [extractAll(program.headers)],
      },
    ],
    deparsers: [{ name: "deparser", id: 0, order }],
    actions: (program.actions ?? []).map(({ name, parameters = [], primitives }, id) => ({
      name,
      id,
      runtime_data: parameters.map(([parameter_, bitwidth]) => ({ name: parameter_, bitwidth })),
      primitives,
    })),
    pipelines: [
      { name: "ingress", id: 0, ...NOTHING, ...program.ingress },
      { name: "egress", id: 1, ...NOTHING, ...program.egress },
    ],
    ...program.top,
  });
}

/** A pipeline that only calls one action without parameters. */
export function calls(actionId: number, next: string | null = null): { readonly [key: string]: Json } {
  return {
    init_table: `call_${actionId}`,
    action_calls: [{ name: `call_${actionId}`, id: actionId, action_id: actionId, next_node: next }],
  };
}

/** A table; every action goes on to `next`. */
export function table(
  name: string,
  keys: readonly Json[],
  actions: readonly (readonly [id: number, name: string])[],
  extra: { readonly [key: string]: Json } = {},
  next: string | null = null,
): Json {
  return {
    name,
    id: 0,
    key: keys,
    match_type: "exact",
    type: "simple",
    max_size: 1024,
    with_counters: false,
    support_timeout: false,
    direct_meters: null,
    action_ids: actions.map(([id]) => id),
    actions: actions.map(([, action]) => action),
    base_default_next: next,
    next_tables: Object.fromEntries(actions.map(([, action]) => [action, next])),
    ...extra,
  };
}

export const key = (kind: string, headerName: string, name: string): Json => ({
  match_type: kind,
  name: `${headerName}.${name}`,
  target: [headerName, name],
  mask: null,
});
