import { fabricDocument } from "../fabric/document.js";
import type { Fabric } from "../fabric/model.js";
import { parseFabric } from "../fabric/parse.js";
import { unionOf } from "./union.js";

/** What a fabric is, and what it is to become. It outlives the controller: a new life goes on where the old one was. */
export interface StoredFabric {
  readonly inForce: Fabric;
  /** Absent: no change is under way. */
  readonly wanted?: Fabric;
}

/** What has to be there: while a change is under way, also what leaves. */
export function presentFabric({ inForce, wanted }: StoredFabric): Fabric {
  return wanted === undefined ? inForce : unionOf(inForce, wanted);
}

/** As JSON. */
export function encodeStoredFabric({ inForce, wanted }: StoredFabric): string {
  const documents = { in_force: fabricDocument(inForce), ...(wanted && { wanted: fabricDocument(wanted) }) };
  return JSON.stringify(documents, null, 2);
}

/**
 * Reads it; `file` is the name that diagnostics show.
 *
 * @throws CodedError or SyntaxError when it is not what `encodeStoredFabric` makes
 */
export function decodeStoredFabric(text: string, file: string): StoredFabric {
  const { in_force: inForce, wanted } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const read = (document: unknown) => parseFabric(JSON.stringify(document), file);
  return { inForce: read(inForce), ...(wanted !== undefined && { wanted: read(wanted) }) };
}

/** Keeps it. */
export interface FabricStore {
  /** It is durable when this returns. */
  write(stored: StoredFabric): void;
}

/** Runs what a fabric is made of, or knows who does. */
export interface FabricParts {
  /**
   * Refuses a fabric whose parts cannot be had.
   *
   * @throws CodedError
   */
  check(wanted: Fabric): void;
  /**
   * Starts what has to be there and does not run yet, connects the cables, and ends what need not be there. Doing it
   * again does nothing.
   *
   * @returns `host:port` of each switch's P4Runtime server, by the switch's name
   */
  follow(stored: StoredFabric): Promise<ReadonlyMap<string, string>>;
}
