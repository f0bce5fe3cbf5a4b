// A typed client, a real P4Runtime server, and the embedded switch with the program that the client is typed by.
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { P4RuntimeClient, P4RuntimeServer } from "p4runtime-js-grpc";
import { seededRandom } from "../../src/base/index.js";
import { programClient } from "../../src/control/index.js";
import { emitArtifacts } from "../../src/emit/index.js";
import { Switch, SwitchPipeline } from "../../src/switch/index.js";
import { ManualTime } from "../switch/support/manual-time.js";
import { shown } from "./shown-program.js";

const cpuPort = 510;
const deviceId = 1n;

async function start(context: TestContext) {
  const time = new ManualTime();
  const target = new Switch({ clock: time, timers: time, random: seededRandom(1) });
  const sent: { readonly port: number; readonly bytes: Uint8Array }[] = [];
  for (const port of [1, 2, 3]) target.attach(port, { send: (bytes) => sent.push({ port, bytes }) });
  const server = new P4RuntimeServer(new Map([[deviceId, new SwitchPipeline(target, { cpuPort })]]));
  const address = `127.0.0.1:${await server.listen({ port: 0 })}`;
  const client = await P4RuntimeClient.connect({ address, deviceId, electionId: 1n });
  context.after(async () => {
    await client.close();
    await server.close();
  });
  const { p4infoBinary, bmv2Json } = emitArtifacts(shown.ir);
  await client.setPipeline({ p4info: p4infoBinary, deviceConfig: new TextEncoder().encode(bmv2Json) });
  const receive = (port: number, bytes: readonly number[]) => {
    target.receive(port, Uint8Array.from(bytes));
    time.advance(10_000);
  };
  return { control: programClient(shown, client), sent, receive, time };
}

/** A frame of the program: kind, value, padding. */
const frame = (kind: number, value: number) => [kind, value, 0, 0];

test("entries are written and read in the program's own terms", async (context) => {
  const { control } = await start(context);
  const { routes } = control.tables;
  const { forward, discard } = shown.actions;
  const key = { kind: 7, value: { value: 0x10n, mask: 0xf0n }, big: true } as const;
  await routes.insert(key, forward({ port: 3, mark: true }), { priority: 5 });
  await routes.insert({ kind: 8, big: false }, discard(), { priority: 6 });
  const [first, second] = await routes.read();
  assert.deepEqual(
    [first, second].map((each) => ({ key: each?.key, action: each?.action, priority: each?.priority })),
    [
      {
        key: { kind: 7n, value: { value: 0x10n, mask: 0xf0n }, big: true },
        action: { name: "forward", args: { port: 3n, mark: true } },
        priority: 5,
      },
      { key: { kind: 8n, big: false }, action: { name: "discard", args: {} }, priority: 6 },
    ],
  );
  await routes.modify(key, discard(), { priority: 5 });
  assert.equal((await routes.find(key, { priority: 5 }))?.action?.name, "discard");
  await routes.delete(key, { priority: 5 });
  assert.equal(await routes.find(key, { priority: 5 }), undefined);
});

test("what was read can be written again as it is", async (context) => {
  const { control } = await start(context);
  const { routes } = control.tables;
  const key = { kind: 7, value: { value: 0x10n, mask: 0xf0n }, big: true } as const;
  await routes.insert(key, shown.actions.discard(), { priority: 5 });
  const [entry] = await routes.read();
  assert.ok(entry);
  await routes.modify(entry.key, shown.actions.forward({ port: 1, mark: false }), {
    priority: entry.priority,
  });
  assert.deepEqual((await routes.read())[0]?.action, { name: "forward", args: { port: 1n, mark: false } });
});

test("packets go where a default action sends them, and counters and registers tell of them", async (context) => {
  const { control, sent, receive } = await start(context);
  await control.tables.routes.setDefault(shown.actions.forward({ port: 2, mark: false }));
  receive(1, frame(1, 9));
  receive(1, frame(1, 9));
  assert.deepEqual(
    sent.map(({ port }) => port),
    [2, 2],
  );
  assert.deepEqual(await control.counters.arrivals.read(1), { packets: 2n, bytes: 8n });
  await control.counters.arrivals.write(1);
  assert.equal((await control.counters.arrivals.read(1)).packets, 0n);
  assert.deepEqual(await control.registers.windows.read(1), { low: 0n, high: 2n });
  await control.registers.windows.write(1, { low: 5n, high: 6n });
  assert.deepEqual((await control.registers.windows.readAll()).slice(0, 2), [
    { low: 0n, high: 0n },
    { low: 5n, high: 6n },
  ]);
});

test("meters keep their rates", async (context) => {
  const { control } = await start(context);
  const config = { committedRate: 10n, committedBurst: 2n, peakRate: 20n, peakBurst: 4n };
  await control.meters.rate.write(3, config);
  assert.deepEqual(await control.meters.rate.read(3), config);
  await control.meters.rate.write(3);
  assert.equal(await control.meters.rate.read(3), undefined);
});

test("digests arrive by field, packets with the fields of their headers", async (context) => {
  const { control, receive, sent } = await start(context);
  await control.digests.learn.enable();
  const learned = new Promise((resolve) => control.digests.learn.listen(resolve));
  const packetIn = new Promise((resolve) =>
    control.packets.listen((metadata, payload) => resolve({ metadata, payload: [...payload] })),
  );
  receive(3, frame(200, 1));
  assert.deepEqual(await learned, [{ kind: 200n, port: 3n }]);
  receive(2, frame(201, 1));
  assert.deepEqual(await packetIn, { metadata: { ingress_port: 2n, reason: 1n }, payload: frame(201, 1) });
  await control.packets.send({ egress_port: 3 }, Uint8Array.from(frame(1, 1)));
  await control.counters.arrivals.read(0);
  assert.deepEqual(
    sent.map(({ port }) => port),
    [3],
  );
});

test("multicast groups and clone sessions come and go", async (context) => {
  const { control } = await start(context);
  for (const replication of [control.multicastGroups, control.cloneSessions]) {
    await replication.insert(4, [{ port: 1, instance: 1 }]);
    await replication.modify(4, [{ port: 2, instance: 1 }]);
    await replication.delete(4);
    await assert.rejects(replication.delete(4));
  }
});
