/** Something that the caller can mend: a stable code, what is wrong, and what to do. */
export class Fault extends Error {
  readonly code: string;
  readonly help: string;

  constructor(code: string, message: string, help: string) {
    super(message);
    this.name = "Fault";
    this.code = code;
    this.help = help;
  }
}
