import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { CodedError } from "../../base/index.js";
import type { Violation } from "../../sim/index.js";

/** How much happened in a campaign. */
export interface Totals {
  worlds: number;
  simulatedUs: number;
  appends: number;
  hops: number;
  framesLost: number;
  /** Worlds in which a rule was broken. */
  violations: number;
}

/** What a journal knows of a campaign: how far it is, and what has happened up to there. */
interface Progress extends Totals {
  readonly nextSeed: number;
}

/** Worlds between two lines. */
const worldsPerLine = 20;

/** A file to which a long campaign writes how far it is, a JSON object a line, so that it can go on after a stop. */
export class SimulationJournal {
  readonly #file: string;
  #unwritten = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * How far the campaign came the last time; undefined when it begins.
   *
   * @throws CodedError `SIMULATION-JOURNAL` for a file that is none
   */
  last(): Progress | undefined {
    if (!existsSync(this.#file)) return undefined;
    const lines = readFileSync(this.#file, "utf8").split("\n").slice(0, -1);
    const progress = lines.map((line) => this.#parse(line)).filter((line) => "nextSeed" in line);
    return progress.at(-1);
  }

  /** Notes that the worlds before `nextSeed` are done; not every world gets a line. */
  done(nextSeed: number, totals: Totals): void {
    this.#unwritten += 1;
    if (this.#unwritten >= worldsPerLine) this.write(nextSeed, totals);
  }

  write(nextSeed: number, totals: Totals): void {
    this.#unwritten = 0;
    this.#append({ nextSeed, ...totals });
  }

  violated(seed: number, violations: readonly Violation[]): void {
    for (const violation of violations) this.#append({ seed, ...violation });
  }

  #append(line: object): void {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }

  #parse(line: string): Progress {
    try {
      return JSON.parse(line);
    } catch {
      throw new CodedError({
        code: "SIMULATION-JOURNAL",
        message: `${this.#file} has a line that is no JSON: ${line.slice(0, 60)}`,
        help: "Name a journal of an earlier campaign, or a file that does not exist.",
      });
    }
  }
}
