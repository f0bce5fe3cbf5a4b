import { CodedError, type Diagnostic } from "../../src/base/index.js";
import type { YamlPath, YamlSource } from "./source.js";

/** More than a person mends before trying again. */
const findingsMax = 100;

/** What can be wrong with a fabric file, after its syntax. */
export type FabricCode =
  | "FABRIC-UNKNOWN-KEY"
  | "FABRIC-MISSING-KEY"
  | "FABRIC-VALUE"
  | "FABRIC-NAME"
  | "FABRIC-ADDRESS"
  | "FABRIC-PORT"
  | "FABRIC-REFERENCE"
  | "FABRIC-RACK"
  | "FABRIC-LINK"
  | "FABRIC-RING"
  | "FABRIC-REPLICA-SET"
  | "STORE-PROXY"
  | "FABRIC-STRIPES"
  | "FABRIC-CLASS";

/** One thing found wrong, at a path of the document. */
export interface Finding {
  readonly code: FabricCode;
  readonly path: YamlPath;
  readonly message: string;
  /** What to do about it; a full sentence. */
  readonly help: string;
  /** Points at the key that ends the path instead of its value. */
  readonly atKey?: boolean;
}

/** Throws all findings together, in the order of the file; returns when there are none. */
export function throwFindings(source: YamlSource, findings: readonly Finding[]): void {
  const diagnostics = findings
    .slice(0, findingsMax)
    .map((finding) => toDiagnostic(source, finding))
    .sort(byPosition);
  const [first, ...rest] = diagnostics;
  if (first !== undefined) throw new CodedError(first, ...rest);
}

function toDiagnostic(source: YamlSource, finding: Finding): Diagnostic {
  const { code, path, message, help, atKey } = finding;
  const position = atKey === true ? source.positionOfKey(path) : source.positionOf(path);
  return { code, message: path.length === 0 ? message : `${formatPath(path)}: ${message}`, help, position };
}

/** `hosts[3].port`, as a reader of the file would say it. */
function formatPath(path: YamlPath): string {
  return path
    .map((step, depth) => (typeof step === "number" ? `[${step}]` : `${depth === 0 ? "" : "."}${step}`))
    .join("");
}

function byPosition(a: Diagnostic, b: Diagnostic): number {
  const first = a.position;
  const second = b.position;
  if (first === undefined || second === undefined) return 0;
  return first.line - second.line || first.column - second.column;
}
