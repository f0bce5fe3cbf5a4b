// The ToR program on the embedded switch and on simple_switch_grpc: the same entries and messages, the same packets.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { tableEntry, type Update } from "p4runtime-js-grpc/values";
import { parseFabric, planFabric } from "../../controller/index.js";
import { seededRandom } from "../../src/base/index.js";
import { loadArtifacts } from "../../src/cli/fabric/artifacts.js";
import type { PortFrame } from "../emit/support/data-plane.js";
import { root } from "./command.js";
import { describeFrame } from "./describe-frame.js";
import { EmbeddedTor } from "./embedded-tor.js";
import { RealTor } from "./real-tor.js";
import { randomArrivals } from "./tor-messages.js";

const skip =
  spawnSync("simple_switch_grpc", ["--version"]).error !== undefined && "no simple_switch_grpc on PATH";

/** Another seed is another conversation: `SEED=7 node scripts/test.mjs bmv2-env`. */
const seed = Number(process.env.SEED ?? 1);
const messages = 2000;
const ports = [1, 2, 3, 4, 5, 6, 7, 8, 17, 18, 19, 33, 34, 35, 509];

test("the ToR program does the same on both switches", { skip, timeout: 300_000 }, async () => {
  const pipeline = loadArtifacts("tor");
  const updates = updatesOfFirstSwitch();
  const embedded = new EmbeddedTor(pipeline, updates, ports);
  const real = await RealTor.start(pipeline, updates);
  const kinds = new Set<string>();
  try {
    for (const [number, arrival] of randomArrivals(seededRandom(seed), messages).entries()) {
      const ours = embedded.receive(arrival);
      const theirs = await real.receive(arrival, ours.length);
      const what = `message ${number}, port ${arrival.port}: ${describeFrame(arrival.frame)}`;
      assert.deepEqual(lines(ours), lines(theirs), what);
      for (const { frame } of ours) kinds.add(describeFrame(frame).split(" ")[3] ?? "");
    }
  } finally {
    await real.stop();
  }
  for (const kind of ["grant", "release", "store", "committed", "refused", "fetch", "tokenAck", "token"])
    assert.ok(kinds.has(kind), `a ${kind} has left the switch`);
});

/** What left the switch: each frame in words and in full. Ports have no order between them. */
function lines(left: readonly PortFrame[]): string[] {
  const inOrder = left.toSorted((one, other) => one.port - other.port);
  return inOrder.map(
    ({ port, frame }) => `port ${port}: ${describeFrame(frame)} ${Buffer.from(frame).toString("hex")}`,
  );
}

/** What the controller gives to s1, and a port whose messages count as the controller's. */
function updatesOfFirstSwitch(): Update[] {
  const text = readFileSync(path.join(root, "controller/fabrics/four-racks.yaml"), "utf8");
  const [plan] = planFabric(parseFabric(text, "four-racks.yaml"), 1).switches;
  assert.ok(plan !== undefined);
  const controller = tableEntry({
    table: "ingress.port_role",
    match: { ingress_port: { kind: "exact", value: 7n } },
    action: { kind: "action", value: { action: "ingress.set_role", params: { role: 5n, trusted: 0n } } },
  });
  return [...plan.entities, controller].map((entity) => ({
    type: entity.kind === "tableEntry" && entity.isDefault ? "modify" : "insert",
    entity,
  }));
}
