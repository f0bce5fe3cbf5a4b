/** A place in the user's own source: a TypeScript line that built a node, or a line of a YAML file. */
export interface SourcePosition {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** One thing that is wrong: a stable code, where it is, what was expected, and what to do about it. */
export interface Diagnostic {
  /** Stable, upper case, area first: `DSL-WIDTH`, `FABRIC-YAML`. */
  readonly code: string;
  readonly message: string;
  /** What to do about it; a full sentence. */
  readonly help?: string;
  readonly position?: SourcePosition;
}

/** Renders a diagnostic as `file:line:column: CODE: message` with the help on a line of its own. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { position, code, message, help } = diagnostic;
  const where = position ? `${position.file}:${position.line}:${position.column}: ` : "";
  return `${where}${code}: ${message}${help ? `\n  ${help}` : ""}`;
}

/** An error that a user can act on. Everything that refuses input throws this or collects its diagnostics. */
export class CodedError extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(...diagnostics: readonly [Diagnostic, ...Diagnostic[]]) {
    super(diagnostics.map(formatDiagnostic).join("\n"));
    this.name = "CodedError";
    this.diagnostics = diagnostics;
  }

  /** The code of the first diagnostic. */
  get code(): string {
    return this.diagnostics[0]?.code ?? "UNKNOWN";
  }
}

/** For each code, why an operation fails and what to do about it. */
export type Explanations<Code extends string> = Readonly<
  Record<Code, readonly [reason: string, help: string]>
>;

/** The error of a failed operation; `what` names the operation and its argument. */
export function explainedError<Code extends string>(
  explanations: Explanations<Code>,
  code: Code,
  what: string,
): CodedError {
  const [reason, help] = explanations[code];
  return new CodedError({ code, message: `${what}: ${reason}`, help });
}

/** Stops at once when the program itself is wrong; never used to check input. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}

/** Marks a switch over a closed union as complete; reaching it is a bug. */
export function unreachable(value: never): never {
  throw new Error(`assertion failed: unexpected value ${JSON.stringify(value)}`);
}
