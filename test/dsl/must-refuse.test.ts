import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CodedError } from "../../src/base/index.js";
import { wrongBlocks } from "./must-refuse/blocks.js";
import { wrongValues } from "./must-refuse/values.js";

const mustRefuse = [...wrongValues, ...wrongBlocks];

function refusalOf(build: () => unknown): CodedError {
  try {
    build();
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
  return assert.fail("nothing was refused");
}

describe("must be refused", () => {
  for (const { what, build, says } of mustRefuse) {
    test(what, () => {
      const [first, ...others] = refusalOf(build).diagnostics;
      assert.equal(others.length, 0);
      assert.equal(`${first?.code}: ${first?.message}`, says[0]);
      assert.ok(first?.help?.startsWith(says[1]), first?.help);
    });
  }
});

test("a refusal says where the program is wrong", () => {
  const positions = mustRefuse
    .filter(({ says }) => !says[0].startsWith("WIRE"))
    .map(({ build }) => refusalOf(build).diagnostics[0]?.position);
  for (const position of positions) {
    assert.match(position?.file ?? "", /\/test\/dsl\/must-refuse\/\w+\.js$/);
    assert.ok(position !== undefined && position.line > 1 && position.column > 0);
  }
});
