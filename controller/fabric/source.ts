import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import { CodedError, type Diagnostic, type SourcePosition } from "../../src/base/index.js";

/** Where a value stands in a document: keys of maps and indices of lists, from the root. */
export type YamlPath = readonly (string | number)[];

/** A file that people write is a page or two; more than this is a mistake, or an attack. */
const charactersMax = 4 * 1024 * 1024;

/** What follows the first faults of syntax mostly follows from them. */
const faultsMax = 8;

/** The file's values, and the line and column of each. */
export interface YamlSource {
  readonly file: string;
  readonly value: unknown;
  /** The place of the value at `path`, or of the nearest thing around it that exists. */
  positionOf(path: YamlPath): SourcePosition;
  /** The place of the key that ends `path`. */
  positionOfKey(path: YamlPath): SourcePosition;
}

/**
 * Reads one YAML document. `example` is a file of the same kind, which help points to.
 *
 * @throws CodedError `FABRIC-YAML`, one diagnostic for each of the first faults of syntax.
 */
export function readYaml(text: string, file: string, example: string): YamlSource {
  if (text.length > charactersMax) throw tooLarge(file, example);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: "1.2" });
  const at = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const faults = [...document.errors, ...document.warnings].map((fault) =>
    syntaxFault(describeFault(fault), at(fault.pos[0]), example),
  );
  visit(document, {
    Alias: (_key, alias) => {
      faults.push(syntaxFault("anchors and aliases are not used here", at(alias.range?.[0] ?? 0), example));
    },
    Pair: (_key, { key }) => {
      if (isScalar(key) || isAlias(key)) return;
      faults.push(syntaxFault("a key must be a word", at(isNode(key) ? (key.range?.[0] ?? 0) : 0), example));
    },
  });
  const [first, ...rest] = faults.slice(0, faultsMax);
  if (first !== undefined) throw new CodedError(first, ...rest);
  const root = document.contents;
  return {
    file,
    value: document.toJS(),
    positionOf: (path) => at(walk(root, path, false)),
    positionOfKey: (path) => at(walk(root, path, true)),
  };
}

function tooLarge(file: string, example: string): CodedError {
  return new CodedError({
    code: "FABRIC-YAML",
    message: `the file has more than ${charactersMax} characters`,
    help: `Give the name of a file like ${example}.`,
    position: { file, line: 1, column: 1 },
  });
}

/** The parser's words, but for those that speak to a programmer. */
function describeFault({ code, message }: YAMLError): string {
  return code === "MULTIPLE_DOCS" ? "the file holds more than one document" : message;
}

function syntaxFault(message: string, position: SourcePosition, example: string): Diagnostic {
  return {
    code: "FABRIC-YAML",
    message,
    help: `Mend the YAML at this place; ${example} is an example.`,
    position,
  };
}

type Contents = Node | ParsedNode | null;

/** The offset of what stands at `path`; with `wantKey`, of the last key itself. */
function walk(root: Contents, path: YamlPath, wantKey: boolean): number {
  let node: Contents = root;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    const next: { key: Contents; value: Contents } | undefined = stepInto(node, step);
    if (next === undefined) break;
    const last = depth === path.length - 1;
    const shown: Contents = last && wantKey ? (next.key ?? next.value) : (next.value ?? next.key);
    offset = shown?.range?.[0] ?? offset;
    node = next.value;
  }
  return offset;
}

function stepInto(node: Contents, step: string | number): { key: Contents; value: Contents } | undefined {
  if (isSeq<Node>(node) && typeof step === "number") {
    const item = node.items[step];
    return item === undefined ? undefined : { key: null, value: item };
  }
  if (!isMap<Node, Node>(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  return pair === undefined ? undefined : { key: pair.key, value: pair.value };
}
