import { decodeRecord, keyText } from "../../../src/vivace/index.js";

/** What disks say of a key's newest timestamp. */
export interface Survived {
  readonly timestamp: bigint;
  /** How many replicas have taken it. */
  readonly holders: number;
  /** Whether its value is on any of the disks, in whatever buffer. */
  readonly hasValue: boolean;
}

/** The records of a disk. */
interface Records {
  readonly kept: readonly { readonly header: Uint8Array }[];
}

/** What one disk says: timestamps that were taken, and those whose values are there; by key. */
interface DiskState {
  readonly taken: Map<string, bigint>;
  readonly values: Set<string>;
}

/**
 * The newest timestamp of every key on some disks, and whether its value is on one of them. It is worked out from the
 * records alone, by other means than those of replicas.
 */
export function newestOnDisks(
  names: readonly string[],
  diskOf: (name: string) => Records | undefined,
): Map<string, Survived> {
  const states = names.flatMap((name) => {
    const disk = diskOf(name);
    return disk === undefined ? [] : [stateOf(disk)];
  });
  const newest = new Map<string, Survived>();
  for (const key of new Set(states.flatMap(({ taken }) => [...taken.keys()]))) {
    const timestamps = states.map(({ taken }) => taken.get(key) ?? 0n);
    const timestamp = timestamps.reduce((left, right) => (left > right ? left : right));
    const hasValue = states.some(({ values }) => values.has(valueName(key, timestamp)));
    newest.set(key, {
      timestamp,
      hasValue,
      holders: timestamps.filter((each) => each === timestamp).length,
    });
  }
  return newest;
}

function stateOf({ kept }: Records): DiskState {
  const taken = new Map<string, bigint>();
  const here = new Set<string>();
  const passing = new Set<string>();
  for (const { header } of kept) {
    const { kind, key, timestamp } = decodeRecord(header);
    const value = valueName(keyText(key), timestamp);
    if (kind === "adopt" || kind === "write") taken.set(keyText(key), timestamp);
    if (kind === "write" || kind === "remote") here.add(value);
    if (kind === "local") passing.add(value);
    if (kind === "settled") passing.delete(value);
  }
  return { taken, values: new Set([...here, ...passing]) };
}

function valueName(key: string, timestamp: bigint): string {
  return `${timestamp} ${key}`;
}
