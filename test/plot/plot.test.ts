import assert from "node:assert/strict";
import { test } from "node:test";
import { csv, drawLines, shortNumber } from "../../src/plot/index.js";

const plot = {
  title: "Latency",
  x: { title: "appends/s", scale: "log" },
  y: { title: "ms", scale: "linear" },
  lines: [{ name: "ring", points: [[1, 2] as const, [10, 3] as const, [100, 5] as const] }],
} as const;

test("a plot is an SVG document with its titles, the same bytes every time", () => {
  const svg = drawLines(plot);
  assert.match(svg, /^<svg [\s\S]*<\/svg>\n$/);
  for (const text of ["Latency", "appends/s", "ms", "ring"]) assert.ok(svg.includes(text), text);
  assert.equal(drawLines(plot), svg);
});

test("what a title says does not become markup", () => {
  const svg = drawLines({ ...plot, title: "<script>&" });
  assert.ok(!svg.includes("<script>"));
});

test("numbers are short", () => {
  assert.deepEqual([0, 0.05, 999, 1500, 80e9].map(shortNumber), ["0", "0.05", "999", "1.5k", "80G"]);
});

test("CSV quotes what would end a cell", () => {
  assert.equal(csv(["a", "b"], [['say "x", y', 2]]), 'a,b\n"say ""x"", y",2\n');
});
