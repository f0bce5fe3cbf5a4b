import { bitType, errorType } from "./build.js";
import type { Field, StructType } from "./types.js";

/** The numbers of v1model's `standard_metadata_t`, in its order, and their bits (p4include/v1model.p4 of p4c 1.2.5). */
export const standardMetadataWidths = {
  ingress_port: 9,
  egress_spec: 9,
  egress_port: 9,
  instance_type: 32,
  packet_length: 32,
  enq_timestamp: 32,
  enq_qdepth: 19,
  deq_timedelta: 32,
  deq_qdepth: 19,
  ingress_global_timestamp: 48,
  egress_global_timestamp: 48,
  mcast_grp: 16,
  egress_rid: 16,
  checksum_error: 1,
  priority: 3,
} as const;

/** The one field that is no number. It stands before `priority`. */
const parserError = "parser_error";

const source = { file: "v1model.p4", line: 1, column: 1 };

function field(name: string, type: Field["type"]): Field {
  return Object.freeze({ name, type, annotations: [], source });
}

const numbers = Object.entries(standardMetadataWidths).map(([name, width]) => field(name, bitType(width)));

/** The metadata that v1model keeps of every packet. */
export const standardMetadataType: StructType = Object.freeze({
  kind: "structType",
  name: "standard_metadata_t",
  fields: Object.freeze([...numbers.slice(0, -1), field(parserError, errorType), ...numbers.slice(-1)]),
  annotations: [],
  source,
});
