import assert from "node:assert/strict";
import { test } from "node:test";
import { randomStreams, Simulation, Transcript } from "../../../src/sim/index.js";

function written(lines: readonly (readonly [string, string])[], keepLines = true): Transcript {
  const transcript = new Transcript(new Simulation(), { keepLines });
  for (const [actor, text] of lines) transcript.add(actor, text);
  return transcript;
}

test("a transcript is readable, and its digest tells any difference", () => {
  const base = written([
    ["tor1", "token 7"],
    ["tor2", "token 9"],
  ]);
  assert.deepEqual(base.lines, ["0.000 tor1: token 7", "0.000 tor2: token 9"]);
  assert.match(base.digest(), /^[0-9a-f]{16}$/);
  const others = [
    [["tor1", "token 7"]],
    [
      ["tor2", "token 9"],
      ["tor1", "token 7"],
    ],
    [
      ["tor1", "token 7"],
      ["tor2", "token 8"],
    ],
  ] as const;
  for (const other of others) assert.notEqual(written(other).digest(), base.digest());
});

test("the digest is the same whether lines are kept or not", () => {
  const lines = [["tor1", "token 7"]] as const;
  assert.equal(written(lines, false).digest(), written(lines).digest());
  assert.deepEqual(written(lines, false).lines, []);
  assert.equal(written(lines, false).lineCount, 1);
});

test("streams follow from seed and name, and are unlike each other", () => {
  const draw = (seed: number, name: string) => {
    const random = randomStreams(seed).stream(name);
    return [random.nextUint32(), random.nextUint32()];
  };
  assert.deepEqual(draw(1, "disk"), draw(1, "disk"));
  assert.notDeepEqual(draw(1, "disk"), draw(2, "disk"));
  assert.notDeepEqual(draw(1, "disk"), draw(1, "link"));
});
