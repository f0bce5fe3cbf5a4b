import { assert, CodedError, encodeUtf8 } from "../../base/index.js";

/** The top byte of an id tells what it names (message `P4Ids.Prefix` of p4info.proto). */
export const idPrefix = {
  action: 0x01,
  table: 0x02,
  valueSet: 0x03,
  controllerHeader: 0x04,
  actionProfile: 0x11,
  counter: 0x12,
  directCounter: 0x13,
  meter: 0x14,
  directMeter: 0x15,
  register: 0x16,
  digest: 0x17,
} as const;

export type SymbolKind = keyof typeof idPrefix;

/** Something that the control plane can name, with the id its author asked for, if any (`@id` in P4_16). */
export interface ControlPlaneSymbol {
  readonly kind: SymbolKind;
  /** Fully qualified: `ingress.stripe`. */
  readonly name: string;
  readonly id?: number;
}

/** Bob Jenkins' one-at-a-time hash over the bytes of a name, as p4c uses it; an unsigned 32-bit number. */
export function hashName(name: string): number {
  let hash = 0;
  for (const byte of encodeUtf8(name)) {
    hash = (hash + byte) >>> 0;
    hash = (hash + (hash << 10)) >>> 0;
    hash = (hash ^ (hash >>> 6)) >>> 0;
  }
  hash = (hash + (hash << 3)) >>> 0;
  hash = (hash ^ (hash >>> 11)) >>> 0;
  return (hash + (hash << 15)) >>> 0;
}

/** The id an author asked for, completed with the prefix of its kind; a different prefix is refused. */
function requestedId(symbol: ControlPlaneSymbol, id: number): number {
  const prefix = idPrefix[symbol.kind];
  const given = id >>> 24;
  if (given !== 0 && given !== prefix) {
    throw new CodedError({
      code: "P4INFO-ID-PREFIX",
      message: `the id 0x${id.toString(16)} of ${symbol.name} does not have the prefix of its kind, 0x${prefix.toString(16)}`,
      help: "Leave the top byte 0: it is filled in.",
    });
  }
  return ((prefix << 24) | id) >>> 0;
}

/** Ids by kind and name. Build it with {@link assignIds}. */
export class IdTable {
  readonly #ids: ReadonlyMap<string, number>;

  constructor(ids: ReadonlyMap<string, number>) {
    this.#ids = ids;
  }

  /** The id of a symbol that took part in the assignment. */
  get(kind: SymbolKind, name: string): number {
    const id = this.#ids.get(symbolKey(kind, name));
    assert(id !== undefined, `no id was assigned to ${kind} ${name}`);
    return id;
  }
}

function symbolKey(kind: SymbolKind, name: string): string {
  return `${kind} ${name}`;
}

/**
 * Gives every symbol its id. Requested ids are taken first. The others are hashed kind by kind in the order of
 * their prefixes, and within a kind in the order of their names' bytes; a hash that is taken moves on to the next
 * free value, so the outcome does not depend on the order of the program's declarations.
 *
 * Throws `P4INFO-ID-PREFIX` and `P4INFO-ID-TWICE` for impossible requests.
 */
export function assignIds(symbols: readonly ControlPlaneSymbol[]): IdTable {
  const ids = new Map<string, number>();
  const taken = new Set<number>();
  for (const symbol of symbols) takeRequestedId(symbol, ids, taken);
  for (const symbol of [...symbols].sort(byPrefixThenName)) takeHashedId(symbol, ids, taken);
  return new IdTable(ids);
}

function takeRequestedId(symbol: ControlPlaneSymbol, ids: Map<string, number>, taken: Set<number>): void {
  const key = symbolKey(symbol.kind, symbol.name);
  if (symbol.id === undefined || ids.has(key)) return;
  const id = requestedId(symbol, symbol.id);
  if (taken.has(id)) {
    throw new CodedError({
      code: "P4INFO-ID-TWICE",
      message: `the id 0x${id.toString(16)} of ${symbol.name} is already used`,
      help: "Give every object an id of its own, or none.",
    });
  }
  taken.add(id);
  ids.set(key, id);
}

function takeHashedId(symbol: ControlPlaneSymbol, ids: Map<string, number>, taken: Set<number>): void {
  const key = symbolKey(symbol.kind, symbol.name);
  if (ids.has(key)) return;
  const prefix = idPrefix[symbol.kind];
  let hash = hashName(symbol.name);
  while (taken.has(idOf(prefix, hash))) hash = (hash + 1) >>> 0;
  taken.add(idOf(prefix, hash));
  ids.set(key, idOf(prefix, hash));
}

function idOf(prefix: number, hash: number): number {
  return ((prefix << 24) | (hash & 0xffffff)) >>> 0;
}

function byPrefixThenName(left: ControlPlaneSymbol, right: ControlPlaneSymbol): number {
  const prefixes = idPrefix[left.kind] - idPrefix[right.kind];
  if (prefixes !== 0) return prefixes;
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}
