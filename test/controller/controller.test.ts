import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Entity } from "p4runtime-js-grpc/values";
import {
  type Controller,
  describeEntity,
  type Fabric,
  p4RuntimeConnect,
  planFabric,
  presentFabric,
  readFilters,
} from "../../controller/index.js";
import { CodedError } from "../../src/base/index.js";
import { defaultFabric, fiveRacks } from "./checkout.js";
import { SwitchWorld, torPipeline } from "./switch-world.js";

/** Real switches behind real P4Runtime servers, run by whatever controllers `use` makes. */
async function inWorld(
  use: (world: SwitchWorld, controller: (fabric?: Fabric) => Controller) => Promise<void>,
  fabric = defaultFabric(),
): Promise<void> {
  const world = new SwitchWorld(fabric);
  const controllers: Controller[] = [];
  await world.start();
  try {
    await use(world, (file) => {
      const controller = world.controller(file);
      controllers.push(controller);
      return controller;
    });
  } finally {
    for (const controller of controllers) await controller.close();
    await world.stop();
  }
}

const inTimeUs = 60_000_000;
const listener = { packetIn: () => {}, lost: () => {} };

test("empty switches become a ring on which a token goes round", async () => {
  await inWorld(async (world, newController) => {
    const controller = newController();
    controller.start();
    await controller.serving(inTimeUs);
    const before = controller.snapshot();
    assert.deepEqual(
      before.switches.map(({ state }) => state),
      Array(4).fill("ready"),
    );
    assert.equal(before.switches[0]?.lanes[0]?.commitCursor, 1);
    await sleep(300);
    assert(controller.snapshot().laps > before.laps, "the token goes round");
    assert(world.events.every((event) => event.kind !== "connected" || event.view === 0));
  });
});

test("a controller that comes after another changes nothing and starts no second token", async () => {
  await inWorld(async (world, newController) => {
    const first = newController();
    first.start();
    await first.serving(inTimeUs);
    const { view } = first.snapshot();
    await first.close();
    world.events.length = 0;
    const second = newController();
    second.start();
    await second.serving(inTimeUs);
    const found = world.events.flatMap((event) => (event.kind === "connected" ? [event.view] : []));
    assert.deepEqual(found, Array(4).fill(view));
    assert.equal(second.snapshot().view, view);
    // Two tokens would make the epochs of the switches grow twice as fast as hop numbers say.
    await sleep(200);
    const { hops, switches } = second.snapshot();
    const visits = switches.reduce((sum, { counters }) => sum + (counters?.epoch ?? 0), 0);
    assert(Math.abs(visits - hops) <= 8, `${visits} visits, ${hops} hops`);
  });
});

test("what somebody changed in a switch is put right", async () => {
  await inWorld(async (world, newController) => {
    const first = newController();
    first.start();
    await first.serving(inTimeUs);
    await first.close();
    const [plan] = planFabric(world.fabric, 1).switches;
    const target = { name: "s1", address: world.addresses.get("s1") ?? "", deviceId: 1n };
    const stranger = await p4RuntimeConnect()(target, listener);
    assert.notEqual(await stranger.loadedMark(torPipeline), 0n);
    const route = plan?.entities.find((entity) =>
      describeEntity(entity).includes("ipv4_route[dst=0xa000200/24]"),
    );
    assert(plan !== undefined && route?.kind === "tableEntry");
    const stale = {
      ...route,
      match: { dst: { kind: "lpm", value: 0x0a630000n, prefixLength: 16 } },
    } as const;
    await stranger.write([
      { type: "delete", entity: route },
      { type: "insert", entity: stale },
    ]);
    await stranger.close();
    const second = newController();
    second.start();
    await second.serving(inTimeUs);
    await second.close();
    const check = await p4RuntimeConnect()(target, listener);
    await check.loadedMark(torPipeline);
    const routes = (entities: readonly Entity[]): string[] =>
      entities
        .map(describeEntity)
        .filter((text) => text.startsWith("ingress.ipv4_route[dst"))
        .sort();
    assert.deepEqual(routes(await check.read(readFilters())), routes(plan.entities));
    await check.close();
  });
});

const nameView = (controller: Controller) => {
  const { view, order } = controller.snapshot();
  return `${view}: ${order.join(" ")}`;
};

test("a switch that dies is left out of a new view, and one that is back is taken in by the next", async () => {
  await inWorld(async (world, newController) => {
    const controller = newController();
    controller.start();
    await controller.serving(inTimeUs);
    const state = () => controller.snapshot().switches.find(({ name }) => name === "s3");
    const isServed = (order: string) => controller.snapshot().serving && nameView(controller).endsWith(order);
    await world.stopSwitch("s3");
    while (!isServed(": s1 s2 s4")) await sleep(20);
    assert.equal(state()?.state, "unreachable");
    assert.notEqual(state()?.problem ?? "", "");
    const { view } = controller.snapshot();
    await world.startSwitch("s3");
    while (!isServed(": s1 s2 s3 s4")) await sleep(20);
    assert(controller.snapshot().view > view);
    assert.equal(state()?.state, "ready");
  });
});

test("a switch that lost its memory and is back at once does not serve in the old view", async () => {
  await inWorld(async (world, newController) => {
    const controller = newController();
    controller.start();
    await controller.serving(inTimeUs);
    const { view } = controller.snapshot();
    await world.stopSwitch("s2");
    await world.startSwitch("s2");
    while (controller.snapshot().view === view || !controller.snapshot().serving) await sleep(20);
    assert(controller.snapshot().view > view);
  });
});

test("a controller that finds the switches gone and the log servers' promises makes a newer view", async () => {
  await inWorld(async (world, newController) => {
    const first = newController();
    first.start();
    await first.serving(inTimeUs);
    await first.close();
    for (const name of ["s1", "s2", "s3", "s4"]) {
      await world.stopSwitch(name);
      await world.startSwitch(name);
    }
    const second = newController();
    second.start();
    await second.serving(inTimeUs);
    assert(second.snapshot().view > 1);
  });
});

test("a switch joins while the ring turns and leaves again, with its log servers", async () => {
  const newcomers = ["s5", "log-5-1", "log-5-2", "log-5-3"];
  await inWorld(async (world, newController) => {
    const controller = newController(defaultFabric());
    controller.start();
    await controller.serving(inTimeUs);
    controller.changeFabric(fiveRacks(), world.addresses);
    while (!controller.isSettled(newcomers)) await sleep(20);
    assert.match(nameView(controller), /: s1 s2 s3 s4 s5$/);
    assert.ok((await controller.refused()).has("s5"));
    controller.changeFabric(
      presentFabric({ inForce: fiveRacks(), wanted: defaultFabric() }),
      world.addresses,
    );
    while (!controller.isSettled([])) await sleep(20);
    controller.changeFabric(defaultFabric(), world.addresses);
    while (!controller.isSettled([])) await sleep(20);
    assert.match(nameView(controller), /: s1 s2 s3 s4$/);
    assert.equal(controller.snapshot().switches.length, 4);
    assert.deepEqual([...(await controller.refused()).keys()].sort(), ["s1", "s2", "s3", "s4"]);
  }, fiveRacks());
});

test("a fabric without majorities says what is missing in time", async () => {
  await inWorld(async (world, newController) => {
    for (const name of ["s2", "s3"]) await world.stopSwitch(name);
    const controller = newController();
    controller.start();
    await assert.rejects(controller.serving(2_500_000), (error) => {
      assert(error instanceof CodedError);
      assert.equal(error.code, "CONTROLLER-NOT-SERVING");
      assert.match(error.message, /s2 is unreachable \(.+\)/);
      return true;
    });
  });
});

test("a controller can be closed at once", async () => {
  await inWorld(async (_world, newController) => {
    const controller = newController();
    controller.start();
    await controller.close();
  });
});
