import { CodedError, type Diagnostic } from "../base/index.js";

/** Exit codes: 1 when the input or the command line is wrong, 2 when the program itself is. */
const inputFault = 1;
const programFault = 2;

/**
 * Tells a person (or, with `json`, a machine) what went wrong, on standard error.
 *
 * @returns the exit code of the process
 */
export function reportFailure(error: unknown, json: boolean): number {
  // Standard error may be a file on the disk that is full.
  process.stderr.on("error", () => undefined);
  if (error instanceof CodedError) {
    process.stderr.write(json ? `${JSON.stringify({ errors: error.diagnostics })}\n` : `${error.message}\n`);
    return inputFault;
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const bug: Diagnostic = { code: "INTERNAL", message, help: "This is a bug of ours; please report it." };
  process.stderr.write(
    json ? `${JSON.stringify({ errors: [bug] })}\n` : `${bug.code}: ${message}\n  ${bug.help}\n`,
  );
  return programFault;
}

/** The error code that Node gave a failed system call, or undefined. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
