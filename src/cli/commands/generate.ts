import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { CodedError, type Diagnostic } from "../../base/index.js";
import type { SwitchProgram } from "../../dsl/index.js";
import { emitArtifacts } from "../../emit/index.js";
import { printV1model } from "../../emit/p4/index.js";
import {
  type PositionResolver,
  resolveError,
  resolvePositions,
  runPasses,
  sourceMapResolver,
  v1modelPasses,
} from "../../passes/index.js";
import * as programs from "../../programs/index.js";
import { printJson } from "../output.js";
import { programsOfFile } from "../program-file.js";
import { type GeneratedText, showOrigins } from "./generated-lines.js";

export interface GenerateOptions {
  readonly out: string;
  readonly program?: string;
  /** A TypeScript or JavaScript file that exports programs; absent: those of src/programs. */
  readonly file?: string | undefined;
  readonly check?: boolean;
  readonly json?: boolean;
  /** A place to be told about, in the place of writing: `FILE[:LINE[:COLUMN]]`. */
  readonly map?: string;
}

/** A generated file, by its path from the output directory. */
interface Artifact {
  readonly file: string;
  readonly text: string;
}

/**
 * Writes the artifacts of the switch programs, or compares them with what is there, or tells where lines come from.
 *
 * @throws CodedError `GENERATE-DRIFT` when `check` finds a difference, `GENERATE-PROGRAM` for an unknown program,
 * `GENERATE-PLACE` for a place that `map` does not find, and what `programsOfFile` throws
 */
export async function generate(options: GenerateOptions): Promise<void> {
  const resolver = resolverOf(options);
  const chosen = await chosenPrograms(options, resolver);
  if (options.map !== undefined) {
    const texts = chosen.flatMap((program) => generatedTexts(program, resolver));
    const { out, json = false } = options;
    showOrigins(options.map, texts, { out, root: rootOf(options), json });
    return;
  }
  const artifacts = chosen.flatMap((program) => artifactsOf(program, resolver));
  if (options.check) {
    compare(artifacts, options.out);
  } else {
    write(artifacts, options.out);
  }
  const files = artifacts.map((artifact) => path.join(options.out, artifact.file));
  if (options.json) printJson({ files, checked: options.check ?? false });
  else
    process.stdout.write(
      `${files.map((file) => `${options.check ? "same" : "wrote"} ${file}`).join("\n")}\n`,
    );
}

async function chosenPrograms(
  { file, program: name }: GenerateOptions,
  resolver: PositionResolver,
): Promise<readonly SwitchProgram[]> {
  const all: readonly SwitchProgram[] =
    file === undefined
      ? Object.values(programs)
      : await resolvingErrors(() => programsOfFile(file), resolver);
  if (name === undefined) return all;
  const chosen = all.filter((program) => program.name === name);
  if (chosen.length > 0) return chosen;
  throw new CodedError({
    code: "GENERATE-PROGRAM",
    message: `there is no program "${name}"`,
    help: `The programs are ${all.map((program) => program.name).join(", ")}.`,
  });
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");

/** What the language refuses names the line of the user's own file. */
async function resolvingErrors<T>(build: () => Promise<T>, resolver: PositionResolver): Promise<T> {
  try {
    return await build();
  } catch (error) {
    throw resolveError(error, resolver);
  }
}

/** Finds the line of TypeScript behind a line of JavaScript: a path from the checkout, or from the user's directory. */
function resolverOf(options: GenerateOptions): PositionResolver {
  return sourceMapResolver({ root: rootOf(options), readText: readIfThere });
}

function rootOf({ file }: GenerateOptions): string {
  return file === undefined ? root : path.dirname(path.resolve(file));
}

/** The P4 of a program, line by line with its places of TypeScript. */
function generatedTexts(program: SwitchProgram, resolver: PositionResolver): readonly GeneratedText[] {
  const v1model = printV1model(runPasses(resolvePositions(program.ir, resolver), v1modelPasses));
  return [{ file: path.join(program.name, "v1model.p4"), ...v1model }];
}

function artifactsOf(program: SwitchProgram, resolver: PositionResolver): readonly Artifact[] {
  const emitted = emitArtifacts(resolvePositions(program.ir, resolver));
  const files = {
    "v1model.p4": emitted.v1modelP4,
    "p4info.txtpb": emitted.p4infoText,
    "bmv2.json": emitted.bmv2Json,
  };
  return Object.entries(files).map(([name, text]) => ({ file: path.join(program.name, name), text }));
}

function write(artifacts: readonly Artifact[], out: string): void {
  for (const { file, text } of artifacts) {
    const target = path.join(out, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

function compare(artifacts: readonly Artifact[], out: string): void {
  const [first, ...others] = artifacts.flatMap((artifact) => difference(artifact, out));
  if (first) throw new CodedError(first, ...others);
}

function difference({ file, text }: Artifact, out: string): readonly Diagnostic[] {
  const target = path.join(out, file);
  const help = "Run `make p4` and commit what it writes.";
  const there = readIfThere(target);
  if (there === undefined) return [{ code: "GENERATE-DRIFT", message: `${target} is missing`, help }];
  if (there === text) return [];
  const line = firstDifferentLine(there, text);
  const message = "the file is not what the program generates";
  return [{ code: "GENERATE-DRIFT", message, help, position: { file: target, line, column: 1 } }];
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** From 1. */
function firstDifferentLine(left: string, right: string): number {
  const others = right.split("\n");
  const position = left.split("\n").findIndex((line, index) => line !== others[index]);
  return position < 0 ? others.length : position + 1;
}
