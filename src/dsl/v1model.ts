import { errorType, node, standardMetadataType, type standardMetadataWidths } from "../ir/index.js";
import { ErrorVariable } from "./named-types.js";
import { BitVariable } from "./numbers.js";
import { here } from "./position.js";

type Widths = typeof standardMetadataWidths;

/** The fields of `standard_metadata_t`. */
export type StandardMetadata = {
  readonly [F in keyof Widths]: BitVariable<Widths[F]>;
} & { readonly parser_error: ErrorVariable };

const source = here();
const object = node("root", { root: "standardMetadata", type: standardMetadataType, source });

const places = standardMetadataType.fields.map(({ name, type }) => {
  const place = node("field", { object, field: name, type, source });
  if (type === errorType) return [name, new ErrorVariable(place)];
  return [name, new BitVariable(place, type.kind === "bitType" ? type.width : 0)];
});

/**
 * v1model's own metadata, for what has no portable name. A program that imports it runs on v1model only: the
 * passes of other targets refuse it at the line that uses it.
 *
 * @example when(standardMetadata.checksum_error.equals(1), drop()) // standard_metadata.checksum_error == 1
 */
export const standardMetadata = Object.freeze(Object.fromEntries(places)) as StandardMetadata;
