import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CodedError, type Diagnostic } from "../../base/index.js";
import type { SwitchProgram } from "../../dsl/index.js";
import { emitArtifacts, emitTna } from "../../emit/index.js";
import { printTna, printV1model } from "../../emit/p4/index.js";
import type { Program } from "../../ir/index.js";
import {
  lowerToTna,
  type PositionResolver,
  resolveError,
  resolvePositions,
  runPasses,
  v1modelPasses,
} from "../../passes/index.js";
import { printJson, say } from "../output.js";
import { chosenPrograms, type ProgramChoice, readIfThere, resolverOf, rootOf } from "../programs.js";
import { type GeneratedText, showOrigins } from "./generated-lines.js";

export interface GenerateOptions extends ProgramChoice {
  readonly out: string;
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
 * Writes the artifacts of the switch programs, or compares them with what is there.
 *
 * @throws CodedError `GENERATE-DRIFT` when `check` finds a difference, `GENERATE-PROGRAM` for an unknown program,
 * and what `programsOfFile` throws
 */
export async function generate(options: GenerateOptions): Promise<void> {
  if (options.map !== undefined) {
    const texts = await ofChosen(options, generatedTexts);
    const { out, json = false } = options;
    showOrigins(options.map, texts, { out, root: rootOf(options), json });
    return;
  }
  const artifacts = await ofChosen(options, (program, resolver) => artifactsOf(program, resolver, options));
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

/**
 * What `make` makes of each chosen program, with a resolver that names lines from the directory of the program, so
 * that artifacts do not depend on where the user stands. What is refused names them from where the user stands.
 */
async function ofChosen<Made>(
  options: GenerateOptions,
  make: (program: SwitchProgram, resolver: PositionResolver) => readonly Made[],
): Promise<readonly Made[]> {
  const from = rootOf(options);
  const resolver = resolverOf(options);
  try {
    const chosen = await chosenPrograms(options, (position) => position);
    return chosen.flatMap((program) => make(program, resolver));
  } catch (error) {
    throw resolveError(error, (position) => {
      const { file, ...rest } = resolver(position);
      return { ...rest, file: path.relative(process.cwd(), path.resolve(from, file)) };
    });
  }
}

/** The P4 of a program for every target that can have it, line by line with its places of TypeScript. */
function generatedTexts(program: SwitchProgram, resolver: PositionResolver): readonly GeneratedText[] {
  const resolved = resolvePositions(program.ir, resolver);
  const v1model = printV1model(runPasses(resolved, v1modelPasses));
  const tna = unlessRefused(() => printTna(lowerToTna(resolved)));
  return [
    { file: path.join(program.name, "v1model.p4"), ...v1model },
    ...(tna instanceof CodedError ? [] : [{ file: path.join(program.name, "tna.p4"), ...tna }]),
  ];
}

/** What `emit` makes, or the reason why the target refuses it. */
function unlessRefused<T>(emit: () => T): T | CodedError {
  try {
    return emit();
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
}

function artifactsOf(
  program: SwitchProgram,
  resolver: PositionResolver,
  { file }: ProgramChoice,
): readonly Artifact[] {
  const resolved = resolvePositions(program.ir, resolver);
  const emitted = emitArtifacts(resolved);
  const files = {
    "v1model.p4": emitted.v1modelP4,
    ...(file === undefined ? { "tna.p4": emitTna(resolved) } : tnaIfItCan(resolved)),
    "p4info.txtpb": emitted.p4infoText,
    "bmv2.json": emitted.bmv2Json,
  };
  return Object.entries(files).map(([name, text]) => ({ file: path.join(program.name, name), text }));
}

/** A program of the user's may be for BMv2 alone: what Tofino refuses of it is told, and the rest is written. */
function tnaIfItCan(program: Program): { readonly "tna.p4"?: string } {
  const tna = unlessRefused(() => emitTna(program));
  if (typeof tna === "string") return { "tna.p4": tna };
  say(`no tna.p4 for ${program.name}: ${tna.message}`);
  return {};
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

/** From 1. */
function firstDifferentLine(left: string, right: string): number {
  const others = right.split("\n");
  const position = left.split("\n").findIndex((line, index) => line !== others[index]);
  return position < 0 ? others.length : position + 1;
}
