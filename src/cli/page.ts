import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Page } from "../../controller/index.js";
import { root } from "./fabric/artifacts.js";

/** The files of a page of `controller/pages`. */
export function loadPage(name: "fabric" | "twitter"): Page {
  const directory = path.join(root, "controller/pages", name);
  const files = readdirSync(directory).sort();
  return new Map(files.map((file) => [file, readFileSync(path.join(directory, file))]));
}

/** The page that shows a fabric at work, with the library that draws its curves. */
export function loadDashboard(): Page {
  const library = path.dirname(createRequire(import.meta.url).resolve("uplot"));
  const files = ["uPlot.esm.js", "uPlot.min.css"];
  const drawing = files.map((file) => [file, readFileSync(path.join(library, file))] as const);
  return new Map([...loadPage("fabric"), ...drawing]);
}
