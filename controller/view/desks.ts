import type { Fabric } from "../fabric/model.js";
import { Questions } from "./questions.js";

/** Where the questions of one life of a controller are asked while it serves a view, each kind apart from the others. */
export interface Desks {
  readonly copies: Questions;
  readonly moves: Questions;
  readonly closings: Questions;
}

/** Marks of their own: an answer must not be taken for that to another desk's question. */
const shifts = { change: 0n, moves: 8n, copies: 16n, closings: 24n, surveys: 32n } as const;

/** The mark of a desk of this life of the controller. */
export function markOf(desk: keyof typeof shifts, owner: bigint): number {
  return Number(BigInt.asUintN(32, owner >> shifts[desk]));
}

export function desksOf(fabric: Fabric, owner: bigint, retryUs: number): Desks {
  const desk = (name: keyof Desks) => new Questions(fabric, markOf(name, owner), retryUs);
  return { copies: desk("copies"), moves: desk("moves"), closings: desk("closings") };
}
