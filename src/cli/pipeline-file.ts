import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { CodedError } from "../base/index.js";
import type { Switch } from "../switch/index.js";

/**
 * Loads a switch from a file with BMv2 JSON, or from a directory that `ringworld generate` made, with its `bmv2.json`.
 *
 * @throws CodedError `SWITCH-JSON-FILE` when there is no such file; what `Switch.load` throws, with the file's name
 */
export function loadPipelineFile(target: Switch, file: string): void {
  const text = readPipelineFile(file);
  try {
    target.load(text);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const [first, ...others] = error.diagnostics.map((diagnostic) => ({
      help: "A program is BMv2 JSON of v1model, as `p4c --target bmv2 --arch v1model` writes it.",
      ...diagnostic,
      message: `${file}: ${diagnostic.message}`,
    }));
    throw first === undefined ? error : new CodedError(first, ...others);
  }
}

function readPipelineFile(file: string): string {
  try {
    return readFileSync(statSync(file).isDirectory() ? path.join(file, "bmv2.json") : file, "utf8");
  } catch (error) {
    throw new CodedError({
      code: "SWITCH-JSON-FILE",
      message: `JSON input file ${file} cannot be opened: ${error instanceof Error ? error.message : error}`,
      help: "Name a file with BMv2 JSON, or a directory with a bmv2.json; `ringworld generate` makes those in p4/.",
    });
  }
}
