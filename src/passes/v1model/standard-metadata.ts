import type { SourcePosition } from "../../base/index.js";
import {
  bitType,
  type Expression,
  errorType,
  type Field,
  node,
  type ScalarType,
  type StructType,
} from "../../ir/index.js";

const nowhere: SourcePosition = { file: "v1model.p4", line: 1, column: 1 };

/** The fields of v1model's `standard_metadata_t`, in its order (p4include/v1model.p4 of p4c 1.2.5). */
const fieldTypes: Readonly<Record<string, ScalarType>> = {
  ingress_port: bitType(9),
  egress_spec: bitType(9),
  egress_port: bitType(9),
  instance_type: bitType(32),
  packet_length: bitType(32),
  enq_timestamp: bitType(32),
  enq_qdepth: bitType(19),
  deq_timedelta: bitType(32),
  deq_qdepth: bitType(19),
  ingress_global_timestamp: bitType(48),
  egress_global_timestamp: bitType(48),
  mcast_grp: bitType(16),
  egress_rid: bitType(16),
  checksum_error: bitType(1),
  parser_error: errorType,
  priority: bitType(3),
};

/** The metadata that v1model keeps of every packet. */
export const standardMetadataType: StructType = Object.freeze({
  kind: "structType",
  name: "standard_metadata_t",
  fields: Object.freeze(Object.entries(fieldTypes).map(([name, type]) => standardField(name, type))),
  annotations: [],
  source: nowhere,
});

function standardField(name: string, type: ScalarType): Field {
  return Object.freeze({ name, type, annotations: [], source: nowhere });
}

/** What `instance_type` says about a packet (targets/simple_switch/simple_switch.h of behavioral-model). */
export const instanceType = {
  normal: 0n,
  ingressClone: 1n,
  egressClone: 2n,
  recirculated: 4n,
  replicated: 5n,
  resubmitted: 6n,
} as const;

/** `standard_metadata.field`. */
export function standardMetadata(field: string, source: SourcePosition): Expression {
  const type = fieldTypes[field];
  if (type === undefined) throw new Error(`assertion failed: standard_metadata_t has no field ${field}`);
  const object = node("root", { root: "standardMetadata", type: standardMetadataType, source });
  return node("field", { object, field, type, source });
}
