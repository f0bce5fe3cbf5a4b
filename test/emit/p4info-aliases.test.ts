import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Aliases } from "../../src/emit/p4info/index.js";

test("an alias is the shortest tail that nothing else ends with", () => {
  const aliases = new Aliases(["ingress.stripe", "ingress.fence.drop", "egress.drop", "ingress.stripe"]);
  assert.equal(aliases.of("ingress.stripe"), "stripe");
  assert.equal(aliases.of("ingress.fence.drop"), "fence.drop");
  assert.equal(aliases.of("egress.drop"), "egress.drop");
});

test("a name that is the tail of another keeps all of its components", () => {
  const aliases = new Aliases(["b.c", "a.b.c"]);
  assert.equal(aliases.of("b.c"), "b.c");
  assert.equal(aliases.of("a.b.c"), "a.b.c");
});

test("aliases are tails of their names, and no two names share one", () => {
  const name = fc.stringMatching(/^[ab](\.[ab]){0,3}$/);
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1 }), (names) => {
      const aliases = new Aliases(names);
      const all = names.map((one) => aliases.of(one));
      assert.equal(new Set(all).size, names.length);
      all.forEach((alias, position) => {
        assert.ok(`.${names[position]}`.endsWith(`.${alias}`));
      });
    }),
  );
});
