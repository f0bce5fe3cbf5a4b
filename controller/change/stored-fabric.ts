import { fabricDocument } from "../fabric/document.js";
import type { Fabric } from "../fabric/model.js";
import { parseFabric } from "../fabric/parse.js";
import { unionOf } from "./union.js";

/** What a fabric is, and what it is to become. It outlives the controller: a new life goes on where the old one was. */
export interface StoredFabric {
  readonly inForce: Fabric;
  /** Absent: no change is under way. */
  readonly wanted?: Fabric;
  /** Whether that is not wanted any more: everything becomes what it was. */
  readonly isTurnedBack?: boolean;
}

/** What has to be there: while a change is under way, also what leaves. */
export function presentFabric({ inForce, wanted, isTurnedBack = false }: StoredFabric): Fabric {
  if (wanted === undefined) return inForce;
  const both = unionOf(inForce, wanted);
  return isTurnedBack ? unionOf(both, inForce) : both;
}

/** What the fabric is in the end. */
export function goalOf({ inForce, wanted = inForce, isTurnedBack = false }: StoredFabric): Fabric {
  return isTurnedBack ? inForce : wanted;
}

/** As JSON. */
export function encodeStoredFabric({ inForce, wanted, isTurnedBack = false }: StoredFabric): string {
  const documents = {
    in_force: fabricDocument(inForce),
    ...(wanted && { wanted: fabricDocument(wanted) }),
    turned_back: isTurnedBack,
  };
  return JSON.stringify(documents, null, 2);
}

/**
 * Reads it; `file` is the name that diagnostics show.
 *
 * @throws CodedError or SyntaxError when it is not what `encodeStoredFabric` makes
 */
export function decodeStoredFabric(text: string, file: string): StoredFabric {
  const stored = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const read = (document: unknown) => parseFabric(JSON.stringify(document), file);
  return {
    inForce: read(stored.in_force),
    ...(stored.wanted !== undefined && { wanted: read(stored.wanted) }),
    ...(stored.turned_back === true && { isTurnedBack: true }),
  };
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
