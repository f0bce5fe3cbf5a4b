import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { CodedError } from "../base/index.js";
import type { SwitchProgram } from "../dsl/index.js";
import { type PositionResolver, resolveError, sourceMapResolver } from "../passes/index.js";
import * as programs from "../programs/index.js";
import { programsOfFile } from "./program-file.js";

/** Which switch programs a command is about. */
export interface ProgramChoice {
  readonly program?: string | undefined;
  /** A TypeScript or JavaScript file that exports programs; absent: those of src/programs. */
  readonly file?: string | undefined;
}

/**
 * The programs of a file or of src/programs, all of them or the one of a name.
 *
 * @throws CodedError `GENERATE-PROGRAM` for an unknown program, and what `programsOfFile` throws
 */
export async function chosenPrograms(
  { file, program: name }: ProgramChoice,
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

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");

/** What the language refuses names the line of the user's own file. */
async function resolvingErrors<T>(build: () => Promise<T>, resolver: PositionResolver): Promise<T> {
  try {
    return await build();
  } catch (error) {
    throw resolveError(error, resolver);
  }
}

/** Finds the line of TypeScript behind a line of JavaScript: a path from the checkout, or from the user's directory. */
export function resolverOf(choice: ProgramChoice): PositionResolver {
  return sourceMapResolver({ root: rootOf(choice), readText: readIfThere });
}

/** The folder from which places in programs are named. */
export function rootOf({ file }: ProgramChoice): string {
  return file === undefined ? root : path.dirname(path.resolve(file));
}

/** The text of a file, or undefined when it is not there. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
