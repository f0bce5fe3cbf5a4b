import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Random, randomBelow, seededRandom } from "../../src/base/index.js";
import type { KeyMatch, MatchKind, Table, TableKey } from "../../src/switch/model/index.js";
import { wordsOf, writeWords } from "../../src/switch/phv/words.js";
import { MISS, matcherFor } from "../../src/switch/state/matching/index.js";
import { keyWords, prefixMask } from "../../src/switch/state/matching/matcher.js";

interface Entry {
  readonly slot: number;
  readonly matches: readonly KeyMatch[];
  readonly rank: number;
}

function key(kind: MatchKind, width: number): TableKey {
  const field = {
    name: "h.f",
    index: 0,
    width,
    signed: false,
    offset: 0,
    words: wordsOf(width),
    bitOffset: 0,
    validOffset: 0,
  };
  return { name: "f", kind, field, width };
}

function table(kind: MatchKind, keys: readonly TableKey[]): Table {
  return {
    name: "t",
    index: 0,
    kind,
    keys,
    size: 1000,
    actions: [],
    defaultIsConstant: false,
    entries: [],
    entriesAreConstant: false,
    counted: false,
    ages: false,
    next: { kind: "hitMiss", hit: -1, miss: -1 },
  };
}

function value(random: Random, width: number): bigint {
  const wide = (BigInt(random.nextUint32()) << 40n) ^ BigInt(random.nextUint32());
  return BigInt.asUintN(width, randomBelow(random, 3) === 0 ? wide : BigInt(randomBelow(random, 6)));
}

function match(random: Random, { kind, width }: TableKey): KeyMatch {
  const [a, b] = [value(random, width), value(random, width)];
  switch (kind) {
    case "exact":
      return { kind, value: a };
    case "lpm": {
      const prefixLength = randomBelow(random, width + 1);
      return { kind, value: a & prefixMask(width, prefixLength), prefixLength };
    }
    case "ternary":
      return { kind, value: a & b, mask: b };
    case "range":
      return { kind, low: a < b ? a : b, high: a < b ? b : a };
  }
}

function fits(match_: KeyMatch, probe: bigint, width: number): boolean {
  switch (match_.kind) {
    case "exact":
      return match_.value === probe;
    case "lpm":
      return (probe & prefixMask(width, match_.prefixLength)) === match_.value;
    case "ternary":
      return (probe & match_.mask) === match_.value;
    case "range":
      return match_.low <= probe && probe <= match_.high;
  }
}

function weight(entry: Entry, kind: MatchKind): number {
  if (kind !== "lpm") return entry.rank;
  const prefix = entry.matches.find((candidate) => candidate.kind === "lpm");
  return prefix?.kind === "lpm" ? prefix.prefixLength : 0;
}

/** The entry that should be found, by trying all of them. */
function best(
  entries: readonly Entry[],
  keys: readonly TableKey[],
  kind: MatchKind,
  probe: readonly bigint[],
): number {
  const found = entries
    .filter(({ matches }) => matches.every((one, i) => fits(one, probe[i] ?? 0n, keys[i]?.width ?? 0)))
    .sort((a, b) => weight(b, kind) - weight(a, kind) || a.slot - b.slot);
  return found[0]?.slot ?? MISS;
}

function identity(entry: Omit<Entry, "slot">, kind: MatchKind): string {
  const ranked = kind === "ternary" || kind === "range" ? entry.rank : 0;
  return JSON.stringify([ranked, entry.matches], (_, part) =>
    typeof part === "bigint" ? part.toString() : part,
  );
}

/** Inserts, removes and looks up at random. */
function exercise(random: Random, kind: MatchKind, keys: readonly TableKey[]): void {
  const matcher = matcherFor(table(kind, keys));
  const entries: Entry[] = [];
  const words = new Uint32Array(keyWords(keys));
  const probes: (readonly bigint[])[] = [];
  for (let step = 0; step < 300; step++) {
    const removed = entries[randomBelow(random, Math.max(1, entries.length * 4))];
    if (removed !== undefined) {
      matcher.remove(removed.slot);
      entries.splice(entries.indexOf(removed), 1);
    }
    const fresh = { matches: keys.map((one) => match(random, one)), rank: 1 + randomBelow(random, 5) };
    if (!entries.some((entry) => identity(entry, kind) === identity(fresh, kind))) {
      const slot = step + 1;
      matcher.insert(slot, fresh.matches, fresh.rank);
      entries.push({ ...fresh, slot });
    }
    // Old keys are asked for again, before and after entries have changed.
    probes.unshift(keys.map(({ width }) => value(random, width)));
    probes.length = Math.min(probes.length, 4);
    for (const probe of [...probes, ...probes]) {
      let offset = 0;
      for (const [index, { width }] of keys.entries()) {
        writeWords(words, offset, wordsOf(width), probe[index] ?? 0n);
        offset += wordsOf(width);
      }
      assert.equal(matcher.lookup(words), best(entries, keys, kind, probe), `${kind}, step ${step}`);
    }
  }
}

describe("search structures find what trying every entry finds", () => {
  const shapes: readonly (readonly [MatchKind, readonly TableKey[]])[] = [
    ["exact", [key("exact", 8)]],
    ["exact", [key("exact", 48), key("exact", 3)]],
    ["lpm", [key("lpm", 32)]],
    ["lpm", [key("exact", 4), key("lpm", 70)]],
    ["ternary", [key("ternary", 8)]],
    ["ternary", [key("ternary", 40), key("exact", 2), key("lpm", 16)]],
    ["range", [key("range", 16)]],
    ["range", [key("range", 64), key("ternary", 8), key("range", 4)]],
  ];
  for (const [kind, keys] of shapes) {
    const widths = keys.map((one) => `${one.kind} ${one.width}`).join(", ");
    it(`${kind}: ${widths}`, () => {
      for (let seed = 1; seed <= 4; seed++) exercise(seededRandom(seed), kind, keys);
    });
  }
});
