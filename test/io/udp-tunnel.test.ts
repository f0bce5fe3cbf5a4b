import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { test } from "node:test";
import fc from "fast-check";
import { CodedError } from "../../src/base/index.js";
import { FrameBatch, splitDatagram } from "../../src/io/node/frame-batch.js";
import { UdpTunnel } from "../../src/io/node/index.js";

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

async function pair() {
  const port = await UdpTunnel.open();
  const host = await UdpTunnel.open({ peer: port.local });
  return { port, host, close: () => Promise.all([port.close(), host.close()]) };
}

test("frames go both ways, whole and in order, once the peer is known", async () => {
  const { port, host, close } = await pair();
  const sent = Array.from({ length: 3000 }, (_, at) =>
    new Uint8Array(1 + ((at * 131) % 9216)).fill(at % 256),
  );
  for (const frame of sent.slice(0, 40)) host.send(frame);
  assert.deepEqual(
    (await frames(port, 40)).map((frame) => [...frame]),
    sent.slice(0, 40).map((frame) => [...frame]),
  );
  assert.deepEqual(port.peer, host.local);
  port.send(Uint8Array.of(7));
  assert.deepEqual([...((await frames(host, 1))[0] ?? [])], [7]);
  await close();
});

test("many small frames share one datagram", async () => {
  const receiver = createSocket("udp4").bind(0, "127.0.0.1");
  await once(receiver, "listening");
  const tunnel = await UdpTunnel.open({ peer: receiver.address() });
  for (let at = 0; at < 400; at += 1) tunnel.send(new Uint8Array(100).fill(at % 256));
  const [datagram] = (await once(receiver, "message")) as [Buffer];
  assert.equal(datagram.length, 400 * 102);
  assert.equal(datagram.readUInt16BE(0), 100);
  await tunnel.close();
  receiver.close();
});

test("datagrams of strangers and malformed ones are refused", async () => {
  const { port, host, close } = await pair();
  const stranger = createSocket("udp4");
  const { port: number, address } = host.local;
  stranger.send(Uint8Array.of(0, 1, 9), number, address);
  port.onFrame(() => undefined);
  host.send(Uint8Array.of(1));
  await frames(port, 1);
  const arrived = frames(host, 1);
  port.send(Uint8Array.of(2));
  assert.deepEqual([...((await arrived)[0] ?? [])], [2]);
  assert.equal(host.refusedDatagrams, 1);
  stranger.close();
  await close();
});

test("a peer that went away loses frames and nothing else", async () => {
  const { port, host, close } = await pair();
  await port.close();
  host.send(Uint8Array.of(1));
  await new Promise((resolve) => setTimeout(resolve, 20));
  host.send(Uint8Array.of(2));
  await close();
  host.send(Uint8Array.of(3));
});

test("an address that is taken is a coded error", async () => {
  const tunnel = await UdpTunnel.open();
  await assert.rejects(
    UdpTunnel.open({ bind: tunnel.local }),
    (error) => error instanceof CodedError && error.code === "TUNNEL-BIND",
  );
  await tunnel.close();
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
