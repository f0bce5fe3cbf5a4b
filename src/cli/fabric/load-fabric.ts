import { readFileSync } from "node:fs";
import path from "node:path";
import {
  type Fabric,
  goalOf,
  isSameFabric,
  parseFabric,
  type StoredFabric,
} from "../../../controller/index.js";
import { CodedError } from "../../base/index.js";
import { systemErrorCode } from "../failure.js";
import { root } from "./artifacts.js";
import type { StateDirectory } from "./state-directory.js";

/** The fabrics that come with the product are found from everywhere; others are looked for from the working directory. */
const productFabrics = "controller/fabrics/";
export const defaultFabric = "controller/fabrics/four-racks.yaml";

/**
 * Reads a fabric description.
 *
 * @throws CodedError `FABRIC-FILE` when there is none, and every fault of its content with its place
 */
export function loadFabric(file: string): Fabric {
  return parseFabric(readFabricText(file), file);
}

/**
 * The text of a fabric file, unread.
 *
 * @throws CodedError `FABRIC-FILE` when there is none
 */
export function readFabricText(file: string): string {
  try {
    return readFileSync(file.startsWith(productFabrics) ? path.join(root, file) : file, "utf8");
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    throw new CodedError({
      code: "FABRIC-FILE",
      message: `cannot read ${file}: ${systemErrorCode(error)}`,
      help: "Name a fabric file that exists; controller/fabrics/ has some to start from.",
    });
  }
}

/**
 * What the fabric of a state directory is when it starts: that of `file`, or, without one, what it was when it ran last.
 * A change that was under way goes on.
 *
 * @throws CodedError `FABRIC-CHANGE-UNDER-WAY` when a file says something else than that change
 */
export function fabricToStart(file: string | undefined, state: StateDirectory): StoredFabric {
  const stored = state.read();
  if (file === undefined) return stored ?? { inForce: loadFabric(defaultFabric) };
  const inForce = loadFabric(file);
  if (stored?.wanted === undefined) return { inForce };
  if ([stored.inForce, stored.wanted].some((each) => isSameFabric(each, inForce))) return stored;
  throw new CodedError({
    code: "FABRIC-CHANGE-UNDER-WAY",
    message: `the fabric of ${state.path} was about to become ${goalOf(stored).name}`,
    help: "Start it without --fabric: it goes on with that. Or name another state directory.",
  });
}
