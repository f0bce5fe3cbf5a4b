import {
  defaultSimulation,
  type RunResult,
  runSeed,
  type SimulationOptions,
} from "../../../src/sim/index.js";
import { torStock } from "./artifact.js";

/** A message that was put on a cable. */
export interface Sent {
  readonly atUs: number;
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  /** Whose append or read it is about, in hexadecimal; empty for nobody's. */
  readonly client: string;
  /** A field by its name; 0 where the transcript leaves it out. */
  readonly number: (field: string) => number;
}

const line = /^([\d.]+) (\S+): → (\S+) (\S+)(.*)$/;

/** The messages of a transcript, in order. */
export function messagesOf({ lines }: RunResult): readonly Sent[] {
  return lines.flatMap((text) => {
    const [, at, from, to, kind, rest = ""] = line.exec(text) ?? [];
    if (at === undefined || from === undefined || to === undefined || kind === undefined) return [];
    const number = (field: string) => Number(new RegExp(` ${field} (\\d+)`).exec(rest)?.[1] ?? 0);
    const client = / client (\w+)/.exec(rest)?.[1] ?? "";
    return [{ atUs: Number(at), from, to, kind, client, number }];
  });
}

/** A world of four racks in which only these faults happen, with its transcript. */
export function watchedRun(changes: Partial<SimulationOptions> = {}): RunResult {
  return runSeed({ ...defaultSimulation, seed: 1, stock: torStock, faults: [], keepLines: true, ...changes });
}
