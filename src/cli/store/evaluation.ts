import {
  type Measured,
  type MeasuredOperation,
  type ProbeResult,
  percentileOf,
  type TwitterRequest,
} from "../../sim/index.js";
import { type Algorithms, newAlgorithms, priorAlgorithms } from "../../vivace/index.js";

/** Who stands behind a column: the new algorithms, or those before. */
export type Contender = "new" | "prior";

/** Under which load: none, a flood, or a flood that claims priority without the right to it. */
export type Load = "uncongested" | "congested" | "cheated";

/** Where experiments are done: in simulated time, or on a network of this machine. */
export interface Laboratory {
  /** A client does one kind of operation again and again: figures 6 and 7. */
  operations(operation: MeasuredOperation, contender: Contender, load: Load): Promise<Measured>;
  /** A user asks the application again and again for one thing, while the links are congested: figure 8. */
  requests(request: TwitterRequest, contender: Contender): Promise<Measured>;
  /** Round trips while a flood comes and goes: figure 4. */
  probe(): Promise<ProbeResult>;
}

/** One experiment and what it has shown. */
export interface Run {
  readonly operation: MeasuredOperation;
  readonly contender: Contender;
  readonly load: Load;
  readonly measured: Measured;
}

/** The algorithms of each contender. */
export const algorithmsOf: Readonly<Record<Contender, Algorithms>> = {
  new: newAlgorithms,
  prior: priorAlgorithms,
};
const operations: readonly MeasuredOperation[] = ["read", "write", "execute"];
const loads: readonly Load[] = ["uncongested", "congested", "cheated"];
const expedited = 46;

/** What a flood claims under a load. */
export function floodDscp(load: Load): number {
  return load === "cheated" ? expedited : 0;
}

/** Does every experiment of figures 6 and 7; `onDone` hears how many are. */
export async function evaluate(
  laboratory: Laboratory,
  onDone: (done: number) => void,
): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (const operation of operations) {
    for (const contender of ["new", "prior"] as const) {
      for (const load of loads) {
        const measured = await laboratory.operations(operation, contender, load);
        runs.push({ operation, contender, load, measured });
        onDone(runs.length);
      }
    }
  }
  return runs;
}

/** How many experiments an evaluation has. */
export const runsOfEvaluation = 18;

/** What the figures of one operation come to. */
export interface Summary {
  readonly operation: MeasuredOperation;
  readonly medianUncongestedNewOverOld: number;
  readonly p99CongestedOverUncongested: Readonly<Record<Contender, number>>;
  /** How far a cheating flood moves the new algorithms' p99, as a share of it. */
  readonly cheatingShift: number;
  readonly priorityShareOfBytes: number;
}

/** Sums up each operation in ratios within the one evaluation. */
export function summarise(runs: readonly Run[]): readonly Summary[] {
  return operations.map((operation) => {
    const at = (contender: Contender, load: Load, percent: number) =>
      percentileOf(find(runs, operation, contender, load).latenciesUs, percent);
    const p99 = (contender: Contender) => at(contender, "congested", 99) / at(contender, "uncongested", 99);
    const { priority, bulk } = find(runs, operation, "new", "congested").wanBytes;
    return {
      operation,
      medianUncongestedNewOverOld: at("new", "uncongested", 50) / at("prior", "uncongested", 50),
      p99CongestedOverUncongested: { new: p99("new"), prior: p99("prior") },
      cheatingShift: Math.abs(at("new", "cheated", 99) / at("new", "congested", 99) - 1),
      priorityShareOfBytes: priority / (priority + bulk),
    };
  });
}

function find(
  runs: readonly Run[],
  operation: MeasuredOperation,
  contender: Contender,
  load: Load,
): Measured {
  const found = runs.find(
    (run) => run.operation === operation && run.contender === contender && run.load === load,
  );
  if (found === undefined) throw new Error(`assertion failed: no run of ${operation} ${contender} ${load}`);
  return found.measured;
}
