import type { LoadHook, ResolveHook } from "node:module";
import { type PlantedLine, plantedOf } from "./planted-line.js";

// Module hooks: a module that is loaded with `?planted=…` hands that on to what it imports of this project, and the
// lines that it names are changed on the way.

/** Hands on what is planted. */
export const resolve: ResolveHook = async (specifier, context, next) => {
  const resolved = await next(specifier, context);
  const search = new URL(context.parentURL ?? "file:///").search;
  const isOurs = /\/build\/(src\/(?!p4runtime)|controller\/)/.test(resolved.url);
  return search.startsWith("?planted=") && isOurs ? { ...resolved, url: resolved.url + search } : resolved;
};

/** Changes the lines of a module. */
export const load: LoadHook = async (url, context, next) => {
  const lines = plantedOf(url);
  const loaded = await next(url, context);
  if (lines.length === 0 || loaded.source === undefined || loaded.source === null) return loaded;
  const source = typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
  return { ...loaded, source: lines.reduce(changed, source) };
};

function changed(source: string, { file, from, to }: PlantedLine): string {
  const parts = source.split(from);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${from}`);
  return parts.join(to);
}
