/** The metadata instance that holds every number and bool that is in no header. */
export const scalars = "scalars";

/** v1model's metadata, which BMv2 knows by this name. */
export const standardMetadata = "standard_metadata";

/** The field of every header that says whether it is there. */
export const validField = "$valid$";
