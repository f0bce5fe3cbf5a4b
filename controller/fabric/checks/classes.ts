import type { Finding } from "../findings.js";
import type { FabricDocument } from "../schema.js";
import { repeated } from "./names.js";

/** A DSCP value asks for one class only. */
export function checkClasses(document: FabricDocument): Finding[] {
  const claims = (document.classes ?? []).flatMap((item, index) =>
    item.dscp.map((value, at) => ({ value: String(value), path: ["classes", index, "dscp", at] })),
  );
  return repeated(claims).map(({ claim }) => ({
    code: "FABRIC-CLASS",
    path: claim.path,
    message: `DSCP ${claim.value} has a class already`,
    help: "Let each DSCP value stand in one class.",
  }));
}
