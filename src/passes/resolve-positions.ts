import { CodedError, type Diagnostic, type SourcePosition } from "../base/index.js";
import type { Program } from "../ir/index.js";
import { originalPosition, parseSourceMap, type SourceMap } from "./source-map.js";

/** Turns a position as the JavaScript engine knows it into one of the program's own source. */
export type PositionResolver = (position: SourcePosition) => SourcePosition;

export interface SourceMapOptions {
  /** The directory that paths become relative to: `/home/me/project`. */
  readonly root: string;
  /** The text of a file by its path, or undefined when there is none. */
  readonly readText: (path: string) => string | undefined;
}

/**
 * Resolves positions in compiled files with the source maps that lie beside them: what the engine calls
 * `file:///home/me/project/build/src/programs/router.js:51:23` is `src/programs/router.ts:92:23`. Where there is
 * no map, the compiled file itself is named, relative to the root.
 */
export function sourceMapResolver({ root, readText }: SourceMapOptions): PositionResolver {
  const maps = new Map<string, SourceMap | undefined>();
  const mapOf = (path: string): SourceMap | undefined => {
    if (!maps.has(path)) maps.set(path, parseSourceMap(readText(`${path}.map`) ?? ""));
    return maps.get(path);
  };
  return ({ file, line, column }) => {
    const path = pathOf(file);
    const map = mapOf(path);
    const original = map && originalPosition(map, line, column);
    if (original === undefined) return { file: relative(root, path), line, column };
    return { ...original, file: relative(root, join(directoryOf(path), original.file)) };
  };
}

function pathOf(file: string): string {
  return file.startsWith("file://") ? decodeURIComponent(file.slice("file://".length)) : file;
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function join(directory: string, path: string): string {
  if (path.startsWith("/")) return path;
  const parts: string[] = [];
  for (const part of `${directory}/${path}`.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

function relative(root: string, path: string): string {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
}

/** The program with every position resolved. Parts that nodes share stay shared. */
export function resolvePositions(program: Program, resolve: PositionResolver): Program {
  const done = new Map<object, object>();
  const resolveValue = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const known = done.get(value);
    if (known !== undefined) return known;
    const resolved = Array.isArray(value) ? value.map(resolveValue) : resolveFields(value);
    done.set(value, Object.freeze(resolved));
    return resolved;
  };
  const resolvePosition = (position: SourcePosition): SourcePosition => {
    const known = done.get(position);
    if (known !== undefined) return known as SourcePosition;
    const resolved = Object.freeze(resolve(position));
    done.set(position, resolved);
    return resolved;
  };
  const resolveFields = (fields: object): object =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        name === "source" ? resolvePosition(value as SourcePosition) : resolveValue(value),
      ]),
    );
  return resolveValue(program) as Program;
}

/** The error with the positions of its diagnostics resolved; other errors as they are. */
export function resolveError(error: unknown, resolve: PositionResolver): unknown {
  if (!(error instanceof CodedError)) return error;
  const resolved = error.diagnostics.map(
    ({ position, ...rest }): Diagnostic =>
      position === undefined ? rest : { ...rest, position: resolve(position) },
  );
  const [first, ...others] = resolved;
  return first === undefined ? error : new CodedError(first, ...others);
}
