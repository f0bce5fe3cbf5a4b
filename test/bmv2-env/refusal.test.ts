import assert from "node:assert/strict";
import { test } from "node:test";
import { runToEnd } from "./command.js";

test("a machine without BMv2 is told what to install", async () => {
  const { code, stderr } = await runToEnd("bmv2-env/main.js", ["up"], { env: { PATH: "/nowhere" } });
  assert.equal(code, 1);
  assert.match(stderr, /^BMV2-REQUIREMENTS: .*simple_switch_grpc is not on PATH: .*apt-get install iproute2/);
});
