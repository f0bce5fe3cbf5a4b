import { readFileSync } from "node:fs";
import path from "node:path";
import { CodedError, type SourcePosition } from "../../base/index.js";
import { printJson } from "../output.js";

/** A generated text that knows where its lines come from. */
export interface GeneratedText {
  /** Path from the output directory. */
  readonly file: string;
  readonly text: string;
  /** For each line, where in the program it comes from. */
  readonly sources: readonly (SourcePosition | undefined)[];
}

/** A line of generated P4 and the place in the program that made it. */
interface Origin {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly source: SourcePosition;
}

/** What a person asks about: a file, and a line and column of it, both from 1. */
interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export interface MapOptions {
  /** Where the generated files are. */
  readonly out: string;
  /** The checkout: places in programs are named from here. */
  readonly root: string;
  readonly json: boolean;
}

/**
 * Tells which lines of P4 a place of a program has become, or which place a line of P4 comes from.
 *
 * @param question `FILE[:LINE[:COLUMN]]`; without a line, all lines of the file
 * @throws CodedError `GENERATE-PLACE` where nothing is known of the place
 */
export function showOrigins(question: string, texts: readonly GeneratedText[], options: MapOptions): void {
  const place = parsePlace(question);
  const all = texts.flatMap((text) => originsOf(text, options));
  const found = place.file.endsWith(".p4")
    ? fromGenerated(place, all)
    : fromProgram(place, all, options.root);
  if (found.length === 0) throw unknownPlace(question);
  if (options.json) for (const { file, line, source } of found) printJson({ file, line, source });
  else process.stdout.write(describe(found, options.root));
}

function parsePlace(question: string): Place {
  const [, file = question, line, column] = /^(.*?)(?::(\d+))?(?::(\d+))?$/.exec(question) ?? [];
  return { file, ...(line && { line: Number(line) }), ...(column && { column: Number(column) }) };
}

function originsOf({ file, text, sources }: GeneratedText, { out }: MapOptions): readonly Origin[] {
  return text.split("\n").flatMap((content, index) => {
    const source = sources[index];
    return source === undefined
      ? []
      : [{ file: path.join(out, file), line: index + 1, text: content, source }];
  });
}

function fromGenerated({ file, line }: Place, all: readonly Origin[]): readonly Origin[] {
  const wanted = path.resolve(file);
  return all.filter(
    (each) => path.resolve(each.file) === wanted && (line === undefined || each.line === line),
  );
}

/** Where a line makes nothing itself, the nearest one above it that does. */
function fromProgram(place: Place, all: readonly Origin[], root: string): readonly Origin[] {
  const file = path.relative(root, path.resolve(place.file));
  const ofFile = all.filter(({ source }) => source.file === file);
  if (place.line === undefined) return ofFile;
  const { line: asked, column } = place;
  const nearest = Math.max(...ofFile.map(({ source }) => source.line).filter((line) => line <= asked));
  const ofLine = ofFile.filter(({ source }) => source.line === nearest);
  if (column === undefined || nearest !== asked) return ofLine;
  const start = Math.max(...ofLine.map(({ source }) => source.column).filter((first) => first <= column));
  return ofLine.filter(({ source }) => source.column === start);
}

function unknownPlace(question: string): CodedError {
  return new CodedError({
    code: "GENERATE-PLACE",
    message: `nothing is known of "${question}"`,
    help: "Name a line of a program, or of a P4 file that it generates: src/programs/routing.ts:6, p4/tor/v1model.p4:120.",
  });
}

/** Each place of a program once, with its text, above the lines that come from it. */
function describe(origins: readonly Origin[], root: string): string {
  const lines: string[] = [];
  const contents = new Map<string, readonly string[]>();
  let last = "";
  for (const { file, line, text, source } of origins) {
    const place = `${source.file}:${source.line}:${source.column}`;
    if (place !== last) lines.push(place, `    ${lineOf(source, root, contents)}`);
    last = place;
    lines.push(`  ${file}:${line}`, `      ${text.trim()}`);
  }
  return `${lines.join("\n")}\n`;
}

function lineOf(
  { file, line }: SourcePosition,
  root: string,
  contents: Map<string, readonly string[]>,
): string {
  const known = contents.get(file) ?? readFileSync(path.resolve(root, file), "utf8").split("\n");
  contents.set(file, known);
  return known[line - 1]?.trim() ?? "";
}
