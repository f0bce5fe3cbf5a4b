import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Pack } from "../../src/ringworld/index.js";
import { electPack, type Vote } from "../../src/ringworld/read-votes.js";

function pack(text: string): Pack {
  const junk = text === "junk";
  const value = new TextEncoder().encode(junk ? "" : text);
  return { index: 7n, client: junk ? 0n : 5n, request: text.length, stream: 0, values: [value], junk };
}

const vote = (view: number, text: string | undefined): Vote => ({
  view,
  pack: text === undefined ? text : pack(text),
});
const elect = (...votes: Vote[]) => {
  const elected = electPack(votes, 3);
  return elected && (elected.junk ? "junk" : new TextDecoder().decode(elected.values[0]));
};

test("§3.2.3: a majority decides, for the newest view", () => {
  assert.equal(elect(vote(1, "a")), undefined);
  assert.equal(elect(vote(1, "a"), vote(1, "a")), "a");
  assert.equal(elect(vote(1, "a"), vote(1, undefined)), "a");
  assert.equal(elect(vote(1, "a"), vote(2, "bb")), "bb");
  assert.equal(elect(vote(1, undefined), vote(1, undefined)), undefined);
  assert.equal(elect(vote(0xffff_ffff, "a"), vote(1, "bb")), "bb");
});

test("of junk and a value of one view the value wins: junk is committed by all servers only", () => {
  assert.equal(elect(vote(1, "a"), vote(1, "junk")), "a");
  assert.equal(elect(vote(1, "a"), vote(1, "junk"), vote(1, "a")), "a");
  assert.equal(elect(vote(1, "junk"), vote(1, "junk")), "junk");
  assert.equal(elect(vote(1, "a"), vote(2, "junk")), "junk");
});

test("whatever was committed is what any answering majority elects", () => {
  const held = fc.record({
    view: fc.integer({ min: 1, max: 2 }),
    text: fc.constantFrom("b", "junk", undefined),
  });
  fc.assert(
    fc.property(fc.constantFrom("a", "junk"), held, fc.nat(2), fc.nat(2), (committed, other, odd, silent) => {
      // A value is on two servers, the third holds junk of that view, or what an older view left; junk is on all three.
      const stray =
        other.view === 2 ? vote(2, other.text === "b" ? "junk" : other.text) : vote(1, other.text);
      const servers = [0, 1, 2].map((at) => (at === odd && committed === "a" ? stray : vote(2, committed)));
      const answers = servers.filter((_, at) => at !== silent);
      assert.equal(elect(...answers), committed);
    }),
  );
});
