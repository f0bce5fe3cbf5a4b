import { assert } from "../../src/base/index.js";
import { isFabricDocument, schemaFindings } from "./check-schema.js";
import { checkAddresses } from "./checks/addresses.js";
import { checkClasses } from "./checks/classes.js";
import { checkNames } from "./checks/names.js";
import { checkPorts } from "./checks/ports.js";
import { checkRacks } from "./checks/racks.js";
import { checkReachability } from "./checks/reachability.js";
import { checkReplicaSets } from "./checks/replicas.js";
import { checkRing } from "./checks/ring.js";
import { checkStripes } from "./checks/stripes.js";
import { throwFindings } from "./findings.js";
import type { Fabric } from "./model.js";
import { resolveFabric } from "./resolve.js";
import { readYaml } from "./source.js";

const checks = [
  checkNames,
  checkRacks,
  checkAddresses,
  checkPorts,
  checkRing,
  checkReplicaSets,
  checkStripes,
  checkClasses,
  checkReachability,
];

/**
 * Reads a fabric file. `file` is the name that diagnostics show.
 *
 * @throws CodedError with every fault at once, each with line and column: first those of the syntax, then those of
 * keys and values, then what does not fit together.
 *
 * @example parseFabric(await readFile("fabric.yaml", "utf8"), "fabric.yaml").ring.members.length
 */
export function parseFabric(text: string, file: string): Fabric {
  const source = readYaml(text, file, "controller/fabrics/four-racks.yaml");
  const document = source.value;
  throwFindings(source, schemaFindings(document));
  assert(isFabricDocument(document), "the walk and the schema agree");
  throwFindings(
    source,
    checks.flatMap((check) => check(document)),
  );
  return resolveFabric(document);
}
