/** Text that is not protobuf text format, or does not fit the message that was asked for. */
export class TextFormatError extends Error {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(`${line}:${column}: ${message}`);
    this.name = "TextFormatError";
    this.line = line;
    this.column = column;
  }
}
