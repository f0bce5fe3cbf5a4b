import { assert, type SourcePosition } from "../../base/index.js";
import { type Expression, node, standardMetadataType } from "../../ir/index.js";

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
  const declared = standardMetadataType.fields.find(({ name }) => name === field);
  assert(declared !== undefined, `standard_metadata_t has no field ${field}`);
  const object = node("root", { root: "standardMetadata", type: standardMetadataType, source });
  return node("field", { object, field, type: declared.type, source });
}
