import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type ts from "typescript";
import { CodedError, type Diagnostic } from "../base/index.js";
import type { SwitchProgram } from "../dsl/index.js";

/** The checkout; this file runs from build/src/cli. */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

/** Where programs of users are compiled to: inside the package, whose name they import. */
const compiled = path.join(root, "build/user-programs");

/**
 * The switch programs that a file exports: TypeScript, which is checked first, or JavaScript. It imports the language
 * as `software-defined-ring/dsl`, and other files of its own by relative paths.
 *
 * @throws CodedError `GENERATE-FILE` when there is no such file or it exports no program, `TS…` for what TypeScript
 * finds, `DSL-…` for what the language refuses
 */
export async function programsOfFile(file: string): Promise<readonly SwitchProgram[]> {
  const source = path.resolve(file);
  if (!existsSync(source)) {
    const help = "Give the TypeScript file of a program, or a --program by its name.";
    throw new CodedError({ code: "GENERATE-FILE", message: `there is no file ${file}`, help });
  }
  const module = source.endsWith(".ts") ? await compile(source) : source;
  const exported: Readonly<Record<string, unknown>> = await import(pathToFileURL(module).href);
  const programs = Object.values(exported).filter(isProgram);
  if (programs.length > 0) return programs;
  throw new CodedError({
    code: "GENERATE-FILE",
    message: `${file} exports no switch program`,
    help: "Write: export const mySwitch = switchProgram(…);",
  });
}

function isProgram(value: unknown): value is SwitchProgram {
  if (typeof value !== "object" || value === null || !("ir" in value)) return false;
  const { ir } = value;
  return typeof ir === "object" && ir !== null && "kind" in ir && ir.kind === "program";
}

/** Checks and compiles a file and what it imports; the path of what became of it. */
async function compile(source: string): Promise<string> {
  const compiler = await typescript();
  const rootDir = path.dirname(source);
  const outDir = placeOf(rootDir);
  const program = compiler.createProgram([source], optionsOf(compiler, rootDir, outDir));
  const [first, ...others] = compiler
    .getPreEmitDiagnostics(program)
    .map((each) => diagnosticOf(compiler, each));
  if (first !== undefined) throw new CodedError(first, ...others);
  program.emit();
  return path.join(outDir, path.basename(source).replace(/\.ts$/, ".js"));
}

/** Programs of one name in different folders are compiled to different places. */
function placeOf(folder: string): string {
  return path.join(compiled, createHash("sha256").update(folder).digest("hex").slice(0, 16));
}

/** TypeScript is there wherever the product was built; elsewhere, JavaScript has to be given. */
async function typescript(): Promise<typeof ts> {
  try {
    return (await import("typescript")).default;
  } catch {
    const message = "the TypeScript compiler is not installed";
    throw new CodedError({ code: "GENERATE-FILE", message, help: "Install typescript, or give a .js file." });
  }
}

function optionsOf(compiler: typeof ts, rootDir: string, outDir: string): ts.CompilerOptions {
  return {
    target: compiler.ScriptTarget.ES2022,
    module: compiler.ModuleKind.ESNext,
    moduleResolution: compiler.ModuleResolutionKind.Bundler,
    lib: ["lib.es2023.d.ts"],
    types: [],
    strict: true,
    skipLibCheck: true,
    sourceMap: true,
    rootDir,
    outDir,
    paths: {
      "software-defined-ring/dsl/v1model": [path.join(root, "build/src/dsl/v1model.d.ts")],
      "software-defined-ring/*": [path.join(root, "build/src/*/index.d.ts")],
    },
  };
}

function diagnosticOf(compiler: typeof ts, { code, messageText, file, start }: ts.Diagnostic): Diagnostic {
  const message = compiler.flattenDiagnosticMessageText(messageText, "\n");
  if (file === undefined || start === undefined) return { code: `TS${code}`, message };
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const position = { file: file.fileName, line: line + 1, column: character + 1 };
  return { code: `TS${code}`, message, position };
}
