import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import { CodedError, toHex } from "../../src/base/index.js";
import { FrameBatch, splitDatagram } from "../../src/io/node/frame-batch.js";
import { UdpTunnel, type UdpTunnelOptions } from "../../src/io/node/index.js";

/** The next `count` frames that arrive at a tunnel. */
function frames(tunnel: UdpTunnel, count: number): Promise<Uint8Array[]> {
  return new Promise((resolve) => {
    const arrived: Uint8Array[] = [];
    tunnel.onFrame((frame) => {
      arrived.push(frame);
      if (arrived.length === count) resolve(arrived);
    });
  });
}

async function pair(context: TestContext, ends: readonly UdpTunnelOptions[] = []) {
  const port = await UdpTunnel.open(ends[0]);
  const host = await UdpTunnel.open({ ...ends[1], peer: port.local });
  context.after(() => Promise.all([port.close(), host.close()]));
  return { port, host };
}

test("frames go both ways, whole and in order, once the peer is known", async (context) => {
  const { port, host } = await pair(context);
  const sent = Array.from({ length: 40 }, (_, at) => new Uint8Array(1 + ((at * 131) % 9216)).fill(at % 256));
  for (const frame of sent) host.send(frame);
  const arrived = await frames(port, sent.length);
  assert.deepEqual(arrived.map(toHex), sent.map(toHex));
  assert.deepEqual(port.peer, host.local);
  port.send(Uint8Array.of(7));
  assert.deepEqual([...((await frames(host, 1))[0] ?? [])], [7]);
});

for (const ends of [
  [{ native: false }, {}],
  [{}, { native: false }],
  [{ native: false }, { native: false }],
]) {
  const names = ends.map(({ native }) => (native === false ? "Node's" : "the system's"));
  test(`frames go both ways between ${names.join(" and ")} sockets`, async (context) => {
    const { port, host } = await pair(context, ends);
    const sent = Array.from({ length: 30 }, (_, at) => new Uint8Array(1 + ((at * 331) % 9216)).fill(at));
    for (const frame of sent) host.send(frame);
    const arrived = await frames(port, sent.length);
    assert.deepEqual(arrived.map(toHex), sent.map(toHex));
    for (const frame of sent) port.send(frame);
    assert.deepEqual((await frames(host, sent.length)).map(toHex), sent.map(toHex));
  });
}

test("frames that are kept are not written again by those that follow", async (context) => {
  const { port, host } = await pair(context);
  const kept: Uint8Array[] = [];
  for (let at = 0; at < 60; at += 1) {
    host.send(new Uint8Array(9_000).fill(at));
    kept.push(...(await frames(port, 1)));
  }
  for (const [at, frame] of kept.entries()) assert.deepEqual(frame, new Uint8Array(9_000).fill(at));
});

test("an end that opens tells the other where it is", async (context) => {
  const { port, host } = await pair(context);
  for (let waits = 0; port.peer === undefined && waits < 500; waits += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.deepEqual(port.peer, host.local);
  port.send(Uint8Array.of(7));
  assert.deepEqual([...((await frames(host, 1))[0] ?? [])], [7]);
});

test("many small frames share one datagram", async (context) => {
  const receiver = createSocket("udp4").bind(0, "127.0.0.1");
  await once(receiver, "listening");
  const tunnel = await UdpTunnel.open({ peer: receiver.address() });
  context.after(() => Promise.all([tunnel.close(), receiver.close()]));
  for (let at = 0; at < 400; at += 1) tunnel.send(new Uint8Array(100).fill(at % 256));
  await once(receiver, "message");
  const [datagram] = (await once(receiver, "message")) as [Buffer];
  assert.equal(datagram.length, 400 * 102);
  assert.equal(datagram.readUInt16BE(0), 100);
});

test("datagrams of strangers and malformed ones are refused", async (context) => {
  const { port, host } = await pair(context);
  const stranger = createSocket("udp4");
  context.after(() => stranger.close());
  const { port: number, address } = host.local;
  stranger.send(Uint8Array.of(0, 1, 9), number, address);
  port.onFrame(() => undefined);
  host.send(Uint8Array.of(1));
  await frames(port, 1);
  const arrived = frames(host, 1);
  port.send(Uint8Array.of(2));
  assert.deepEqual([...((await arrived)[0] ?? [])], [2]);
  assert.equal(host.refusedDatagrams, 1);
});

test("a peer that went away loses frames and nothing else", async (context) => {
  const { port, host } = await pair(context);
  await port.close();
  host.send(Uint8Array.of(1));
  await new Promise((resolve) => setTimeout(resolve, 20));
  host.send(Uint8Array.of(2));
  await host.close();
  host.send(Uint8Array.of(3));
});

test("an address that is taken is a coded error", async (context) => {
  const tunnel = await UdpTunnel.open();
  context.after(() => tunnel.close());
  await assert.rejects(
    UdpTunnel.open({ bind: tunnel.local }),
    (error) => error instanceof CodedError && error.code === "TUNNEL-BIND",
  );
});

test("a datagram splits into the frames that were batched, and never beyond its end", () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { maxLength: 20 }),
      fc.nat(200),
      (list, cut) => {
        const batch = new FrameBatch(10_000);
        for (const frame of list) batch.add(frame);
        const datagram = batch.take();
        const whole: number[][] = [];
        assert.ok(splitDatagram(datagram, (frame) => whole.push([...frame])));
        assert.deepEqual(
          whole,
          list.map((frame) => [...frame]),
        );
        const part: number[][] = [];
        splitDatagram(datagram.subarray(0, cut), (frame) => part.push([...frame]));
        assert.deepEqual(part, whole.slice(0, part.length));
      },
    ),
  );
});
