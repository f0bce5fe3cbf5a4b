import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CodedError } from "../../src/base/index.js";
import {
  assignIds,
  type ControlPlaneSymbol,
  hashName,
  idPrefix,
  type SymbolKind,
} from "../../src/emit/p4info/index.js";

const kinds = Object.keys(idPrefix) as SymbolKind[];

function idOf(kind: SymbolKind, name: string): number {
  return assignIds([{ kind, name }]).get(kind, name);
}

test("ids are those that p4c gives", () => {
  assert.equal(idOf("table", "ingress.bd"), 48392551);
  assert.equal(idOf("table", "ingress.round_tbl"), 44788207);
  assert.equal(idOf("action", "NoAction"), 21257015);
  assert.equal(idOf("action", "egress._drop"), 25850727);
  assert.equal(idOf("register", "ingress.registerRound"), 373634406);
});

test("the hash is Jenkins' one-at-a-time", () => {
  assert.equal(hashName(""), 0);
  assert.equal(hashName("a"), 0xca2e9442);
  assert.equal(hashName("The quick brown fox jumps over the lazy dog"), 0x519e91f5);
});

test("of two names with one hash, the first in order has it and the other the next number", () => {
  const [first, second] = collidingNames();
  const symbols: ControlPlaneSymbol[] = [first, second].map((name) => ({ kind: "table", name }));
  const ids = assignIds(symbols);
  assert.equal(ids.get("table", first), idOf("table", first));
  assert.equal(ids.get("table", second), idOf("table", second) + 1);
});

/** Two names whose hashes have the same 24 bits, the lesser one first. */
function collidingNames(): readonly [string, string] {
  const seen = new Map<number, string>();
  for (let number = 0; ; number += 1) {
    const name = `ingress.table_${number.toString().padStart(6, "0")}`;
    const hash = hashName(name) & 0xffffff;
    const other = seen.get(hash);
    if (other !== undefined) return [other, name];
    seen.set(hash, name);
  }
}

test("an id that was asked for is kept, with the prefix of its kind", () => {
  const ids = assignIds([
    { kind: "table", name: "ingress.stripe", id: 7 },
    { kind: "action", name: "ingress.accept", id: 0x01000009 },
  ]);
  assert.equal(ids.get("table", "ingress.stripe"), 0x02000007);
  assert.equal(ids.get("action", "ingress.accept"), 0x01000009);
});

test("a hashed id gives way to one that was asked for", () => {
  const taken = idOf("table", "ingress.stripe");
  const ids = assignIds([
    { kind: "table", name: "ingress.stripe" },
    { kind: "table", name: "ingress.other", id: taken },
  ]);
  assert.equal(ids.get("table", "ingress.stripe"), taken + 1);
});

test("impossible requests are refused", () => {
  const wrongPrefix: ControlPlaneSymbol = { kind: "table", name: "ingress.stripe", id: 0x01000001 };
  assert.throws(() => assignIds([wrongPrefix]), { code: "P4INFO-ID-PREFIX" });
  const twice: ControlPlaneSymbol[] = ["a", "b"].map((name) => ({ kind: "table", name, id: 1 }));
  assert.throws(
    () => assignIds(twice),
    (error) => error instanceof CodedError && error.code === "P4INFO-ID-TWICE",
  );
});

test("ids are unique, carry their prefix, and do not depend on the order of declarations", () => {
  const name = fc.stringMatching(/^[a-z]{1,3}(\.[a-z]{1,3}){0,2}$/);
  const symbol = fc.record({ kind: fc.constantFrom(...kinds), name });
  const symbols = fc.uniqueArray(symbol, { selector: (one) => `${one.kind} ${one.name}`, maxLength: 30 });
  fc.assert(
    fc.property(symbols, (list) => {
      const ids = assignIds(list);
      const reversed = assignIds([...list].reverse());
      const all = list.map((one) => ids.get(one.kind, one.name));
      assert.equal(new Set(all).size, list.length);
      list.forEach((one, position) => {
        assert.equal((all[position] ?? 0) >>> 24, idPrefix[one.kind]);
        assert.equal(reversed.get(one.kind, one.name), all[position]);
      });
    }),
  );
});
