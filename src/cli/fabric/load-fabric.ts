import { readFileSync } from "node:fs";
import path from "node:path";
import { type Fabric, parseFabric } from "../../../controller/index.js";
import { CodedError } from "../../base/index.js";
import { systemErrorCode } from "../failure.js";
import { root } from "./artifacts.js";

/** The fabric that comes with the product; any other is looked for from the working directory. */
export const defaultFabric = "controller/fabrics/four-racks.yaml";

/**
 * Reads a fabric description.
 *
 * @throws CodedError `FABRIC-FILE` when there is none, and every fault of its content with its place
 */
export function loadFabric(file: string): Fabric {
  try {
    return parseFabric(readFileSync(file === defaultFabric ? path.join(root, file) : file, "utf8"), file);
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    throw new CodedError({
      code: "FABRIC-FILE",
      message: `cannot read ${file}: ${systemErrorCode(error)}`,
      help: "Name a YAML file with --fabric; controller/fabrics/ has one to start from.",
    });
  }
}
