import { parseJson, type SourcePosition } from "../base/index.js";

/** A mapping of one stretch of generated text: from this column on, until the next one. */
interface Segment {
  readonly column: number;
  readonly source: number;
  readonly originalLine: number;
  readonly originalColumn: number;
}

/** Where lines of a generated file come from (ECMA-426, source map format). */
export interface SourceMap {
  /** Files as the map names them, relative to its own place. */
  readonly sources: readonly string[];
  /** The segments of each generated line, by column. */
  readonly lines: readonly (readonly Segment[])[];
}

/** Reads a source map; undefined when the text is none. */
export function parseSourceMap(text: string): SourceMap | undefined {
  const json = parseJson(text);
  if (typeof json !== "object" || json === null) return undefined;
  const { sources, mappings } = json as { readonly sources?: unknown; readonly mappings?: unknown };
  if (!isStrings(sources) || typeof mappings !== "string") return undefined;
  return { sources, lines: decodeMappings(mappings) };
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === "string");
}

/** The original place of a generated one; both count from 1. */
export function originalPosition(map: SourceMap, line: number, column: number): SourcePosition | undefined {
  const segments = map.lines[line - 1] ?? [];
  const segment = segments.findLast((candidate) => candidate.column <= column - 1);
  const file = segment && map.sources[segment.source];
  if (segment === undefined || file === undefined) return undefined;
  return { file, line: segment.originalLine + 1, column: segment.originalColumn + 1 };
}

/** Source, line and column are differences to the segment before, columns to the one before on the same line. */
function decodeMappings(mappings: string): readonly (readonly Segment[])[] {
  let source = 0;
  let originalLine = 0;
  let originalColumn = 0;
  return mappings.split(";").map((line) => {
    let column = 0;
    const segments: Segment[] = [];
    for (const text of line.split(",")) {
      const [columnStep, sourceStep, lineStep, originalColumnStep] = decodeNumbers(text);
      column += columnStep ?? 0;
      if (sourceStep === undefined) continue;
      source += sourceStep;
      originalLine += lineStep ?? 0;
      originalColumn += originalColumnStep ?? 0;
      segments.push({ column, source, originalLine, originalColumn });
    }
    return segments;
  });
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const continues = 32;
const digitBits = 5;

/** Numbers as base-64 digits of 5 bits, lowest first; bit 0 of a number is its sign. */
function decodeNumbers(text: string): readonly number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = digits.indexOf(character);
    value |= (digit & (continues - 1)) << shift;
    shift += digitBits;
    if ((digit & continues) !== 0) continue;
    numbers.push((value & 1) === 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}
