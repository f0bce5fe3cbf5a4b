import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { CodedError, type Diagnostic } from "../../base/index.js";
import type { SwitchProgram } from "../../dsl/index.js";
import { emitArtifacts } from "../../emit/index.js";
import {
  type PositionResolver,
  resolveError,
  resolvePositions,
  sourceMapResolver,
} from "../../passes/index.js";
import * as programs from "../../programs/index.js";
import { printJson } from "../output.js";
import { programsOfFile } from "../program-file.js";

export interface GenerateOptions {
  readonly out: string;
  readonly program?: string;
  /** A TypeScript or JavaScript file that exports programs; absent: those of src/programs. */
  readonly file?: string | undefined;
  readonly check?: boolean;
  readonly json?: boolean;
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
  const resolver = resolverOf(options);
  const chosen = await chosenPrograms(options, resolver);
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
function resolverOf({ file }: GenerateOptions): PositionResolver {
  return sourceMapResolver({
    root: file === undefined ? root : path.dirname(path.resolve(file)),
    readText: readIfThere,
  });
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
