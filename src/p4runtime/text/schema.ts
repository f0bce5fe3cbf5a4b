/**
 * The fields of P4Info and every message inside it: number, name, type. ts-proto's generated code knows how to
 * encode them but carries no names, and protobuf's text and JSON formats are made of names. A test compares this
 * table with the .proto files.
 */

export type ScalarType = "string" | "bytes" | "bool" | "int32" | "uint32" | "int64";

export interface FieldSchema {
  readonly number: number;
  /** As in the .proto file: `match_fields`. */
  readonly name: string;
  /** A scalar, or the name of a message or an enum of this schema. */
  readonly type: string;
  readonly repeated: boolean;
  /** The oneof that the field belongs to, as in the .proto file. */
  readonly oneof?: string;
  /** A map from string to `type`. */
  readonly map: boolean;
}

/** `2 repeated tables Table`, `5 match/match_type MatchField.MatchType`, `1 map structs P4StructTypeSpec`. */
function field(text: string): FieldSchema {
  const words = text.split(" ");
  const [number = "", second = ""] = words;
  const [type = "", path = ""] = [...words].reverse();
  const [name = "", oneof] = path.split("/").reverse();
  return {
    number: Number(number),
    name,
    type,
    repeated: second === "repeated",
    map: second === "map",
    ...(oneof === undefined ? {} : { oneof }),
  };
}

function message(...fields: readonly string[]): readonly FieldSchema[] {
  return fields.map(field).sort((left, right) => left.number - right.number);
}

const annotated = (annotations: number, locations: number, structured: number): readonly string[] => [
  `${annotations} repeated annotations string`,
  `${locations} repeated annotation_locations SourceLocation`,
  `${structured} repeated structured_annotations StructuredAnnotation`,
];

/** By message name, nested ones with a dot as in the .proto file; fields in the order of their numbers. */
export const messages: ReadonlyMap<string, readonly FieldSchema[]> = new Map([
  // p4info.proto
  [
    "P4Info",
    message(
      "1 pkg_info PkgInfo",
      "2 repeated tables Table",
      "3 repeated actions Action",
      "4 repeated action_profiles ActionProfile",
      "5 repeated counters Counter",
      "6 repeated direct_counters DirectCounter",
      "7 repeated meters Meter",
      "8 repeated direct_meters DirectMeter",
      "9 repeated controller_packet_metadata ControllerPacketMetadata",
      "10 repeated value_sets ValueSet",
      "11 repeated registers Register",
      "12 repeated digests Digest",
      "100 repeated externs Extern",
      "200 type_info P4TypeInfo",
    ),
  ],
  ["Documentation", message("1 brief string", "2 description string")],
  [
    "PlatformProperties",
    message(
      "1 multicast_group_table_size int32",
      "2 multicast_group_table_total_replicas int32",
      "3 multicast_group_table_max_replicas_per_entry int32",
    ),
  ],
  [
    "PkgInfo",
    message(
      "1 name string",
      "2 version string",
      "3 doc Documentation",
      ...annotated(4, 10, 9),
      "5 arch string",
      "6 organization string",
      "7 contact string",
      "8 url string",
      "11 platform_properties PlatformProperties",
    ),
  ],
  [
    "Preamble",
    message("1 id uint32", "2 name string", "3 alias string", ...annotated(4, 7, 6), "5 doc Documentation"),
  ],
  [
    "Extern",
    message("1 extern_type_id uint32", "2 extern_type_name string", "3 repeated instances ExternInstance"),
  ],
  ["ExternInstance", message("1 preamble Preamble", "2 info Any")],
  [
    "MatchField",
    message(
      "1 id uint32",
      "2 name string",
      ...annotated(3, 10, 9),
      "4 bitwidth int32",
      "5 match/match_type MatchField.MatchType",
      "7 match/other_match_type string",
      "6 doc Documentation",
      "8 type_name P4NamedType",
    ),
  ],
  ["TableActionCall", message("1 action_id uint32", "4 repeated arguments TableActionCall.Argument")],
  ["TableActionCall.Argument", message("2 param_id uint32", "3 value bytes")],
  [
    "Table",
    message(
      "1 preamble Preamble",
      "2 repeated match_fields MatchField",
      "3 repeated action_refs ActionRef",
      "4 const_default_action_id uint32",
      "5 initial_default_action TableActionCall",
      "6 implementation_id uint32",
      "7 repeated direct_resource_ids uint32",
      "8 size int64",
      "9 idle_timeout_behavior Table.IdleTimeoutBehavior",
      "10 is_const_table bool",
      "11 has_initial_entries bool",
      "100 other_properties Any",
    ),
  ],
  ["ActionRef", message("1 id uint32", "3 scope ActionRef.Scope", ...annotated(2, 5, 4))],
  ["Action", message("1 preamble Preamble", "2 repeated params Action.Param")],
  [
    "Action.Param",
    message(
      "1 id uint32",
      "2 name string",
      ...annotated(3, 8, 7),
      "4 bitwidth int32",
      "5 doc Documentation",
      "6 type_name P4NamedType",
    ),
  ],
  [
    "ActionProfile",
    message(
      "1 preamble Preamble",
      "2 repeated table_ids uint32",
      "3 with_selector bool",
      "4 size int64",
      "5 max_group_size int32",
      "6 selector_size_semantics/sum_of_weights ActionProfile.SumOfWeights",
      "7 selector_size_semantics/sum_of_members ActionProfile.SumOfMembers",
      "8 weights_disallowed bool",
    ),
  ],
  ["ActionProfile.SumOfWeights", message()],
  ["ActionProfile.SumOfMembers", message("1 max_member_weight int32")],
  ["CounterSpec", message("1 unit CounterSpec.Unit")],
  [
    "Counter",
    message("1 preamble Preamble", "2 spec CounterSpec", "3 size int64", "4 index_type_name P4NamedType"),
  ],
  ["DirectCounter", message("1 preamble Preamble", "2 spec CounterSpec", "3 direct_table_id uint32")],
  ["MeterSpec", message("1 unit MeterSpec.Unit", "2 type MeterSpec.Type")],
  [
    "Meter",
    message("1 preamble Preamble", "2 spec MeterSpec", "3 size int64", "4 index_type_name P4NamedType"),
  ],
  ["DirectMeter", message("1 preamble Preamble", "2 spec MeterSpec", "3 direct_table_id uint32")],
  [
    "ControllerPacketMetadata",
    message("1 preamble Preamble", "2 repeated metadata ControllerPacketMetadata.Metadata"),
  ],
  [
    "ControllerPacketMetadata.Metadata",
    message(
      "1 id uint32",
      "2 name string",
      ...annotated(3, 7, 6),
      "4 bitwidth int32",
      "5 type_name P4NamedType",
    ),
  ],
  ["ValueSet", message("1 preamble Preamble", "2 repeated match MatchField", "3 size int32")],
  [
    "Register",
    message(
      "1 preamble Preamble",
      "2 type_spec P4DataTypeSpec",
      "3 size int32",
      "4 index_type_name P4NamedType",
    ),
  ],
  ["Digest", message("1 preamble Preamble", "2 type_spec P4DataTypeSpec")],
  // p4types.proto
  [
    "P4TypeInfo",
    message(
      "1 map structs P4StructTypeSpec",
      "2 map headers P4HeaderTypeSpec",
      "3 map header_unions P4HeaderUnionTypeSpec",
      "4 map enums P4EnumTypeSpec",
      "5 error P4ErrorTypeSpec",
      "6 map serializable_enums P4SerializableEnumTypeSpec",
      "7 map new_types P4NewTypeSpec",
    ),
  ],
  [
    "P4DataTypeSpec",
    message(
      "1 type_spec/bitstring P4BitstringLikeTypeSpec",
      "2 type_spec/bool P4BoolType",
      "3 type_spec/tuple P4TupleTypeSpec",
      "4 type_spec/struct P4NamedType",
      "5 type_spec/header P4NamedType",
      "6 type_spec/header_union P4NamedType",
      "7 type_spec/header_stack P4HeaderStackTypeSpec",
      "8 type_spec/header_union_stack P4HeaderUnionStackTypeSpec",
      "9 type_spec/enum P4NamedType",
      "10 type_spec/error P4ErrorType",
      "11 type_spec/serializable_enum P4NamedType",
      "12 type_spec/new_type P4NamedType",
    ),
  ],
  ["P4NamedType", message("1 name string")],
  ["P4BoolType", message()],
  ["P4ErrorType", message()],
  [
    "P4BitstringLikeTypeSpec",
    message(
      "1 type_spec/bit P4BitTypeSpec",
      "2 type_spec/int P4IntTypeSpec",
      "3 type_spec/varbit P4VarbitTypeSpec",
      ...annotated(4, 5, 6),
    ),
  ],
  ["P4BitTypeSpec", message("1 bitwidth int32")],
  ["P4IntTypeSpec", message("1 bitwidth int32")],
  ["P4VarbitTypeSpec", message("1 max_bitwidth int32")],
  ["P4TupleTypeSpec", message("1 repeated members P4DataTypeSpec")],
  ["P4StructTypeSpec", message("1 repeated members P4StructTypeSpec.Member", ...annotated(2, 3, 4))],
  ["P4StructTypeSpec.Member", message("1 name string", "2 type_spec P4DataTypeSpec")],
  ["P4HeaderTypeSpec", message("1 repeated members P4HeaderTypeSpec.Member", ...annotated(2, 3, 4))],
  ["P4HeaderTypeSpec.Member", message("1 name string", "2 type_spec P4BitstringLikeTypeSpec")],
  [
    "P4HeaderUnionTypeSpec",
    message("1 repeated members P4HeaderUnionTypeSpec.Member", ...annotated(2, 3, 4)),
  ],
  ["P4HeaderUnionTypeSpec.Member", message("1 name string", "2 header P4NamedType")],
  ["P4HeaderStackTypeSpec", message("1 header P4NamedType", "2 size int32")],
  ["P4HeaderUnionStackTypeSpec", message("1 header_union P4NamedType", "2 size int32")],
  ["KeyValuePair", message("1 key string", "2 value Expression")],
  ["KeyValuePairList", message("1 repeated kv_pairs KeyValuePair")],
  [
    "Expression",
    message("1 value/string_value string", "2 value/int64_value int64", "3 value/bool_value bool"),
  ],
  ["ExpressionList", message("1 repeated expressions Expression")],
  [
    "StructuredAnnotation",
    message(
      "1 name string",
      "2 body/expression_list ExpressionList",
      "3 body/kv_pair_list KeyValuePairList",
      "4 source_location SourceLocation",
    ),
  ],
  ["SourceLocation", message("1 file string", "2 line int32", "3 column int32")],
  ["P4EnumTypeSpec", message("1 repeated members P4EnumTypeSpec.Member", ...annotated(2, 4, 3))],
  ["P4EnumTypeSpec.Member", message("1 name string", ...annotated(2, 4, 3))],
  [
    "P4SerializableEnumTypeSpec",
    message(
      "1 underlying_type P4BitTypeSpec",
      "2 repeated members P4SerializableEnumTypeSpec.Member",
      ...annotated(3, 5, 4),
    ),
  ],
  ["P4SerializableEnumTypeSpec.Member", message("1 name string", "2 value bytes", ...annotated(3, 5, 4))],
  ["P4ErrorTypeSpec", message("1 repeated members string")],
  [
    "P4NewTypeTranslation",
    message(
      "1 uri string",
      "2 sdn_type/sdn_bitwidth int32",
      "3 sdn_type/sdn_string P4NewTypeTranslation.SdnString",
    ),
  ],
  ["P4NewTypeTranslation.SdnString", message()],
  [
    "P4NewTypeSpec",
    message(
      "1 representation/original_type P4DataTypeSpec",
      "2 representation/translated_type P4NewTypeTranslation",
      ...annotated(3, 5, 4),
    ),
  ],
  // google/protobuf/any.proto
  ["Any", message("1 type_url string", "2 value bytes")],
]);

/** By enum name: the values' names and numbers. */
export const enums: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  Object.entries({
    "MatchField.MatchType": { UNSPECIFIED: 0, EXACT: 2, LPM: 3, TERNARY: 4, RANGE: 5, OPTIONAL: 6 },
    "Table.IdleTimeoutBehavior": { NO_TIMEOUT: 0, NOTIFY_CONTROL: 1 },
    "ActionRef.Scope": { TABLE_AND_DEFAULT: 0, TABLE_ONLY: 1, DEFAULT_ONLY: 2, GROUP_ACTION: 3 },
    "CounterSpec.Unit": { UNSPECIFIED: 0, BYTES: 1, PACKETS: 2, BOTH: 3 },
    "MeterSpec.Unit": { UNSPECIFIED: 0, BYTES: 1, PACKETS: 2 },
    "MeterSpec.Type": { TWO_RATE_THREE_COLOR: 0, SINGLE_RATE_THREE_COLOR: 1, SINGLE_RATE_TWO_COLOR: 2 },
  }).map(([name, values]) => [name, new Map(Object.entries(values))]),
);

/** `match_fields` in a .proto file is `matchFields` in a message. */
export function propertyName(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The fields of a message, in the order of their numbers. */
export function fieldsOf(type: string): readonly FieldSchema[] {
  const fields = messages.get(type);
  if (fields === undefined) throw new Error(`assertion failed: p4.config.v1 has no message ${type}`);
  return fields;
}
