import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { CodedError } from "../../base/index.js";

/** From the most to the least. */
export const logLevels = ["trace", "debug", "info", "warn", "error", "off"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Takes lines of a log. */
interface LogOutput {
  write(line: string): void;
  close(): void;
}

/** A log in the shape of simple_switch's: `[12:00:00.123] [ringworld] [D] text`. */
export class SwitchLog {
  readonly #from: number;
  readonly #output: LogOutput | undefined;

  /** Without an output nothing is logged. */
  constructor(level: LogLevel, output: LogOutput | undefined) {
    this.#from = logLevels.indexOf(level);
    this.#output = output;
  }

  /** Whether lines of a level go anywhere; what costs much is asked for first. */
  has(level: LogLevel): boolean {
    return this.#output !== undefined && logLevels.indexOf(level) >= this.#from;
  }

  write(level: Exclude<LogLevel, "off">, text: string): void {
    if (!this.has(level)) return;
    const time = new Date();
    const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) =>
      `${part}`.padStart(2, "0"),
    );
    const milliseconds = `${time.getMilliseconds()}`.padStart(3, "0");
    this.#output?.write(
      `[${clock.join(":")}.${milliseconds}] [ringworld] [${level.slice(0, 1).toUpperCase()}] ${text}\n`,
    );
  }

  close(): void {
    this.#output?.close();
  }
}

/** Standard output as a log. */
export const consoleOutput: LogOutput = {
  write: (line) => process.stdout.write(line),
  close: () => undefined,
};

/** A log file that is put aside when it is long: `switch.txt` becomes `switch.1.txt`, which becomes `switch.2.txt` … */
export class LogFile implements LogOutput {
  readonly #options: LogFileOptions;
  #fd: number;
  #bytes: number;

  /** @throws CodedError `SWITCH-LOG-FILE` */
  constructor(options: LogFileOptions) {
    this.#options = options;
    try {
      this.#fd = openSync(options.file, "a");
      this.#bytes = statSync(options.file).size;
    } catch (error) {
      throw new CodedError({
        code: "SWITCH-LOG-FILE",
        message: error instanceof Error ? error.message : String(error),
        help: "Name a file in a directory that exists.",
      });
    }
  }

  write(line: string): void {
    const bytes = Buffer.from(line);
    if (this.#bytes + bytes.length > this.#options.bytesMax && this.#bytes > 0) this.#rotate();
    writeSync(this.#fd, bytes);
    this.#bytes += bytes.length;
    if (this.#options.flush) fsyncSync(this.#fd);
  }

  close(): void {
    closeSync(this.#fd);
  }

  #rotate(): void {
    closeSync(this.#fd);
    const { file, filesMax } = this.#options;
    rmSync(numbered(file, filesMax), { force: true });
    for (let number = filesMax - 1; number >= 0; number -= 1) {
      const from = numbered(file, number);
      if (statSync(from, { throwIfNoEntry: false }) !== undefined)
        renameSync(from, numbered(file, number + 1));
    }
    this.#fd = openSync(file, "w");
    this.#bytes = 0;
  }
}

/** How a log file is kept. */
export interface LogFileOptions {
  readonly file: string;
  readonly bytesMax: number;
  /** Old files that are kept. */
  readonly filesMax: number;
  /** Whether every line reaches the disk before the next. */
  readonly flush: boolean;
}

function numbered(file: string, number: number): string {
  if (number === 0) return file;
  const [, stem = file, extension = ""] = /^(.*?)(\.[^./]*)?$/.exec(file) ?? [];
  return `${stem}.${number}${extension}`;
}
