import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, packetOutOf } from "../../controller/connect/control-packets.js";
import {
  diffEntities,
  p4RuntimeConnect,
  planFabric,
  RingControl,
  readFilters,
  reconcile,
} from "../../controller/index.js";
import { Bmv2, withoutBmv2 } from "./bmv2.js";
import { defaultFabric } from "./checkout.js";
import { torPipeline } from "./switch-world.js";

test("the real simple_switch_grpc takes the plan, twice the same, and answers the controller", {
  skip: withoutBmv2,
}, async () => {
  const [plan] = planFabric(defaultFabric(), 1).switches;
  assert(plan !== undefined);
  const bmv2 = await Bmv2.start(1n);
  const control = new RingControl(
    { view: 1, stripeCount: 16, start: 0n, ring: ["s1"], switches: [plan] },
    100_000,
  );
  try {
    const target = { name: "s1", address: bmv2.address, deviceId: 1n };
    const connection = await p4RuntimeConnect()(target, {
      lost: () => {},
      packetIn: (packet) => {
        const answer = messageOf(packet);
        if (answer !== undefined) send(control.step("s1", answer.header));
      },
    });
    const send = (messages: ReturnType<RingControl["tick"]>): void => {
      for (const { message } of messages) void connection.packetOut(packetOutOf(message, plan.address));
    };
    assert.equal(await connection.loadedMark(torPipeline), 0n);
    await connection.load(torPipeline, 7n);
    assert.equal(await connection.loadedMark(torPipeline), 7n);
    assert.equal(await reconcile(connection, plan.entities), plan.entities.length);
    assert.equal(await reconcile(connection, plan.entities), 0);
    assert.deepEqual(diffEntities(plan.entities, await connection.read(readFilters())), []);
    send(control.connected("s1"));
    for (let time = 1; control.snapshot().switches[0]?.state !== "ready"; time += 1) {
      assert(time < 50, "the switch answers within 5 seconds");
      await sleep(100);
      send(control.tick(time * 100_000));
    }
    assert.equal(control.snapshot().switches[0]?.lanes[0]?.commitCursor, 1);
    await connection.close();
  } finally {
    await bmv2.stop();
  }
});
