import { readFileSync } from "node:fs";
import path from "node:path";
import { type Fabric, parseFabric } from "../../../controller/index.js";
import { CodedError } from "../../base/index.js";
import { systemErrorCode } from "../failure.js";
import { root } from "./artifacts.js";

/**
 * Reads a fabric description.
 *
 * @throws CodedError `FABRIC-FILE` when there is none, and every fault of its content with its place
 */
export function loadFabric(file: string): Fabric {
  const inCheckout = path.resolve(root, file);
  try {
    return parseFabric(readFileSync(inCheckout, "utf8"), file);
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    throw new CodedError({
      code: "FABRIC-FILE",
      message: `cannot read ${file}: ${systemErrorCode(error)}`,
      help: "Name a YAML file with --fabric; controller/fabrics/ has one to start from.",
    });
  }
}
