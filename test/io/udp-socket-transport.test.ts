import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { UdpSocketTransport } from "../../src/io/node/index.js";
import { decodeFrame, encodeFrame, macOfIpv4, parseIpv4, ringworldPort } from "../../src/wire/index.js";

const header = {
  version: 1,
  kind: 2,
  code: 0,
  replica: 0,
  view: 1,
  epoch: 0,
  ticket: 0,
  count: 1,
  index_hi: 0,
  index_lo: 0,
  sequence: 0,
  client: 7n,
  request: 1,
  tag: 0,
  reply_to: 0,
  stream: 0,
  length: 3,
  entries: 0,
};

function address(text: string): number {
  const found = parseIpv4(text);
  assert(found !== undefined);
  return found;
}

/** A transport on a loopback address of its own, as if that were its host's network interface. */
function open(text: string): Promise<UdpSocketTransport> {
  const own = address(text);
  const host = { mac: macOfIpv4(own), address: own, port: ringworldPort };
  return UdpSocketTransport.open({ host, switchMac: 0x02aan, bind: text });
}

function frameTo(destination: string, payload: Uint8Array): Uint8Array {
  return encodeFrame({
    ethernet: { dst: 0x02aan, src: 1n },
    ipv4: { src: 0, dst: address(destination), dscp: 0 },
    ringworld: header,
    payload,
  });
}

test("a frame leaves as a datagram and arrives as a frame, with true addresses and checksums", async () => {
  const [left, right] = [await open("127.3.0.1"), await open("127.3.0.2")];
  try {
    const arrived = new Promise<Uint8Array>((resolve) => right.onFrame(resolve));
    left.send(frameTo("127.3.0.2", Uint8Array.of(1, 2, 3)));
    const decoded = decodeFrame(await arrived);
    assert(decoded.ok, "the frame is a RingWorld frame");
    assert.deepEqual(decoded.frame, {
      ethernet: { dst: macOfIpv4(address("127.3.0.2")), src: 0x02aan },
      ipv4: { src: address("127.3.0.1"), dst: address("127.3.0.2"), dscp: 0 },
      ringworld: header,
      payload: Uint8Array.of(1, 2, 3),
    });
  } finally {
    await Promise.all([left.close(), right.close()]);
  }
});

test("a frame may be used again as soon as the turn is over", async () => {
  const [left, right] = [await open("127.3.0.1"), await open("127.3.0.2")];
  try {
    const payloads: number[] = [];
    right.onFrame((bytes) => {
      const decoded = decodeFrame(bytes);
      if (decoded.ok) payloads.push(decoded.frame.payload[0] ?? -1);
    });
    const frame = frameTo("127.3.0.2", Uint8Array.of(0, 0, 0));
    for (let value = 0; value < 50; value += 1) {
      frame[frame.length - 3] = value;
      left.send(frame);
      await sleep(0);
    }
    for (let tries = 0; payloads.length < 50 && tries < 100; tries += 1) await sleep(10);
    assert.deepEqual(
      payloads,
      Array.from({ length: 50 }, (_, value) => value),
    );
  } finally {
    await Promise.all([left.close(), right.close()]);
  }
});

test("what is no UDP is refused and counted; nothing that is cut off crashes", async () => {
  const transport = await open("127.3.0.3");
  try {
    const frame = frameTo("127.3.0.4", Uint8Array.of(1, 2, 3));
    for (let length = 0; length < frame.length; length += 1) transport.send(frame.subarray(0, length));
    const arp = frame.slice();
    arp[13] = 6;
    transport.send(arp);
    assert.equal(transport.refusedFrames, frame.length + 1);
  } finally {
    await transport.close();
  }
});

test("datagrams of strangers come in as frames that the wire refuses", async () => {
  const transport = await open("127.3.0.5");
  const stranger = createSocket("udp4");
  try {
    const arrived = new Promise<Uint8Array>((resolve) => transport.onFrame(resolve));
    stranger.send("hello", ringworldPort, "127.3.0.5");
    const decoded = decodeFrame(await arrived);
    assert.equal(decoded.ok, false);
  } finally {
    const closed = once(stranger, "close");
    stranger.close();
    await Promise.all([closed, transport.close()]);
  }
});

test("a port that somebody has is not shared", async () => {
  const transport = await open("127.3.0.6");
  try {
    await assert.rejects(open("127.3.0.6"), /^CodedError: SOCKET-BIND: cannot receive at 127\.3\.0\.6:21079/);
  } finally {
    await transport.close();
  }
});
