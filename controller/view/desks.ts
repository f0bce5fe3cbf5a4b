import type { Fabric } from "../fabric/model.js";
import { Questions } from "./questions.js";

/** Where the questions of one life of a controller are asked while it serves a view, each kind apart from the others. */
export interface Desks {
  readonly copies: Questions;
  readonly moves: Questions;
  readonly closings: Questions;
}

/** Marks of their own: an answer must not be taken for that to another desk's question. */
const shifts = { changes: 0n, moves: 8n, copies: 16n, closings: 24n, surveys: 32n } as const;

/** A desk of one life of a controller. It lasts as long as that: the numbers of its questions never come again. */
export function deskOf(kind: keyof typeof shifts, fabric: Fabric, owner: bigint, retryUs: number): Questions {
  return new Questions(fabric, Number(BigInt.asUintN(32, owner >> shifts[kind])), retryUs);
}

export function desksOf(fabric: Fabric, owner: bigint, retryUs: number): Desks {
  const desk = (kind: keyof Desks) => deskOf(kind, fabric, owner, retryUs);
  return { copies: desk("copies"), moves: desk("moves"), closings: desk("closings") };
}
