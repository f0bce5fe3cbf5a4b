import { assert, type SourcePosition } from "../../base/index.js";
import { bitType, type Expression, type Field, node, type StructType } from "../../ir/index.js";

const source = { file: "tofino1_base.p4", line: 1, column: 1 };

/** Fields of TNA's intrinsic metadata that programs here use, with their bits (p4include/tofino1_base.p4). */
const structs = {
  ig_intr_md: {
    type: "ingress_intrinsic_metadata_t",
    fields: { resubmit_flag: 1, ingress_port: 9 },
  },
  ig_prsr_md: {
    type: "ingress_intrinsic_metadata_from_parser_t",
    fields: { global_tstamp: 48, parser_err: 16 },
  },
  ig_dprsr_md: {
    type: "ingress_intrinsic_metadata_for_deparser_t",
    fields: { drop_ctl: 3, digest_type: 3, resubmit_type: 3, mirror_type: 3 },
  },
  ig_tm_md: {
    type: "ingress_intrinsic_metadata_for_tm_t",
    fields: { ucast_egress_port: 9, mcast_grp_a: 16, qid: 5, bypass_egress: 1 },
  },
  eg_intr_md: {
    type: "egress_intrinsic_metadata_t",
    fields: { egress_port: 9, egress_rid: 16, enq_qdepth: 19 },
  },
  eg_prsr_md: { type: "egress_intrinsic_metadata_from_parser_t", fields: { global_tstamp: 48 } },
  eg_dprsr_md: {
    type: "egress_intrinsic_metadata_for_deparser_t",
    fields: { drop_ctl: 3, mirror_type: 3 },
  },
  eg_oport_md: { type: "egress_intrinsic_metadata_for_output_port_t", fields: {} },
} as const;

/** The parameters through which TNA's blocks see intrinsic metadata. */
export type IntrinsicStruct = keyof typeof structs;

/** The type of a struct of intrinsic metadata. */
function intrinsicType(struct: IntrinsicStruct): StructType {
  const fields: Readonly<Record<string, number>> = structs[struct].fields;
  return node("structType", {
    name: structs[struct].type,
    fields: Object.entries(fields).map(
      ([name, width]): Field => ({
        name,
        type: bitType(width),
        annotations: [],
        source,
      }),
    ),
    annotations: [],
    source,
  });
}

/** The struct itself, `ig_intr_md`. */
export function intrinsicStruct(struct: IntrinsicStruct, at: SourcePosition): Expression {
  return node("variable", { name: struct, type: intrinsicType(struct), source: at });
}

/** `ig_tm_md.ucast_egress_port` */
export function intrinsicField(struct: IntrinsicStruct, field: string, at: SourcePosition): Expression {
  const object = intrinsicStruct(struct, at);
  const declared = intrinsicType(struct).fields.find(({ name }) => name === field);
  assert(declared !== undefined, `${struct} has no field ${field}`);
  return node("field", { object, field, type: declared.type, source: at });
}

/** Names of the types that TNA itself declares. */
export const intrinsicTypeNames: ReadonlySet<string> = new Set(
  Object.values(structs).map(({ type }) => type),
);
