/** Tells whoever started the command how far it is; what it is asked for goes to standard output. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
