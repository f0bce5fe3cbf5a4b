import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { root } from "./source.js";

/** The fenced blocks of a language in a Markdown text. */
export function blocks(markdown: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm");
  return [...markdown.matchAll(fence)].map(([, code]) => code ?? "");
}

/** Runs a TypeScript example and gives what it exports. Its imports are relative to docs/ or to any folder beside src/. */
export async function evaluate(example: string): Promise<Record<string, unknown>> {
  const built = pathToFileURL(path.join(root, "build/src/")).href;
  const options = { compilerOptions: { module: ts.ModuleKind.ES2022, target: ts.ScriptTarget.ES2022 } };
  const code = ts.transpileModule(example, options).outputText.replaceAll('"../src/', `"${built}`);
  const directory = mkdtempSync(path.join(root, "build/example-"));
  try {
    const file = path.join(directory, "example.mjs");
    writeFileSync(file, code);
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
