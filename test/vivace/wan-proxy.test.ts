import assert from "node:assert/strict";
import { test } from "node:test";
import type { Transport } from "../../src/io/index.js";
import { Simulation } from "../../src/sim/index.js";
import { type ProxiedSite, ProxiedTransport, WanProxy } from "../../src/vivace/index.js";
import { decodeUdpDatagram, encodeUdpDatagram, parseIpv4, type UdpEnd } from "../../src/wire/index.js";

// Host-based priority, section 6.2: what the proxies of two sites let pass, when, and in which order.

const at = (address: string, port = 7): UdpEnd => ({ address: parseIpv4(address) ?? 0, port });
const siteOf = (number: number): ProxiedSite => {
  return { proxy: at(`10.0.${number}.40`), network: at(`10.0.${number}.0`).address, prefixLength: 24 };
};
const [here, there] = [siteOf(1), siteOf(2)];
const [replica, stranger, remote] = [at("10.0.1.1"), at("10.0.1.9"), at("10.0.2.2")];
const payloadBytes = 1000;
/** IPv4 and UDP headers, twice. */
const bytesOnLink = payloadBytes + 2 * 28;

/** Hosts and proxies of two sites; everything but the proxies' rate is instant. */
function world(queueDepth = 100) {
  const simulation = new Simulation();
  const receivers = new Map<number, (frame: Uint8Array) => void>();
  // As an operating system does it: what a socket sends has the socket's address.
  const plug = (source: UdpEnd): Transport => ({
    send: (frame) => {
      const datagram = decodeUdpDatagram(frame);
      if (datagram === undefined) return;
      receivers.get(datagram.destination.address)?.(encodeUdpDatagram({ ...datagram, source }));
    },
    onFrame: (receive) => receivers.set(source.address, receive),
  });
  const rateBps = bytesOnLink * 8 * 100;
  const options = { rateBps, queueDepth, clock: simulation, timers: simulation };
  const trusted = [replica.address, remote.address];
  const proxies = [
    new WanProxy({ ...options, transport: plug(here.proxy), site: here, others: [there], trusted }),
    new WanProxy({ ...options, transport: plug(there.proxy), site: there, others: [here], trusted }),
  ] as const;
  const arrived: { readonly us: number; readonly text: string; readonly dscp: number }[] = [];
  new ProxiedTransport(plug(remote), there).onFrame((frame) => {
    const datagram = decodeUdpDatagram(frame);
    const text = String.fromCharCode(datagram?.payload[0] ?? 0);
    arrived.push({ us: simulation.nowUs(), text, dscp: datagram?.dscp ?? -1 });
  });
  const send = (from: UdpEnd, dscp: number, text: string, source = from, to = remote) => {
    const payload = new Uint8Array(payloadBytes).fill(text.charCodeAt(0));
    const ethernet = { dst: 0n, src: 0n };
    const datagram = { ethernet, source, destination: to, dscp, payload };
    new ProxiedTransport(plug(from), here).send(encodeUdpDatagram(datagram));
  };
  return { simulation, proxies, arrived, send, plug };
}

test("packets leave at the rate, and those with priority before all that wait", () => {
  const { simulation, arrived, send } = world();
  for (const text of "abcd") send(replica, 0, text);
  send(replica, 46, "!");
  simulation.runUntil(1e6);
  assert.equal(arrived.map(({ text }) => text).join(""), "a!bcd");
  assert.deepEqual(
    arrived.map(({ us }) => us),
    [0, 10_000, 20_000, 30_000, 40_000],
  );
});

test("an idle proxy does not save up what it has not sent", () => {
  const { simulation, arrived, send } = world();
  simulation.runUntil(1e6);
  for (const text of "abc") send(replica, 0, text);
  simulation.runUntil(2e6);
  const [first = 0, second = 0, third = 0] = arrived.map(({ us }) => us);
  assert.ok(second - first >= 6_000 && third - second === 10_000, arrived.map(({ us }) => us).join());
});

test("full queues drop, each class on its own", () => {
  const { simulation, proxies, arrived, send } = world(2);
  for (const text of "abcde") send(replica, 0, text);
  for (const text of "123") send(replica, 46, text);
  simulation.runUntil(1e6);
  assert.equal(arrived.map(({ text }) => text).join(""), "a12bc");
  const { dropped, bytes } = proxies[0].counts;
  assert.deepEqual([dropped, bytes], [3, { priority: 2 * bytesOnLink, bulk: 3 * bytesOnLink }]);
});

test("a host without the right to priority gets none, and its mark is taken away", () => {
  const { simulation, arrived, send } = world();
  for (const text of "abc") send(stranger, 46, text);
  send(replica, 46, "!");
  simulation.runUntil(1e6);
  assert.equal(arrived.map(({ text }) => text).join(""), "a!bc");
  assert.deepEqual(
    arrived.map(({ dscp }) => dscp),
    [0, 46, 0, 0],
  );
});

test("nobody speaks for others, sends to nowhere, or comes in without a proxy", () => {
  const { simulation, proxies, arrived, send, plug } = world();
  send(stranger, 46, "x", replica);
  send(replica, 46, "x", replica, at("10.0.3.1"));
  plug(stranger).send(
    encodeUdpDatagram({
      ethernet: { dst: 0n, src: 0n },
      source: stranger,
      destination: here.proxy,
      dscp: 0,
      payload: Uint8Array.of(1, 2, 3),
    }),
  );
  new ProxiedTransport(plug(replica), there).send(
    encodeUdpDatagram({
      ethernet: { dst: 0n, src: 0n },
      source: replica,
      destination: replica,
      dscp: 46,
      payload: Uint8Array.of(1),
    }),
  );
  simulation.runUntil(1e6);
  assert.deepEqual([arrived.length, proxies[0].counts.refused, proxies[1].counts.refused], [0, 3, 1]);
});

test("within a site nothing goes through the proxy", () => {
  const { proxies, send, plug } = world();
  let received = 0;
  plug(stranger).onFrame(() => {
    received += 1;
  });
  send(replica, 0, "a", replica, stranger);
  assert.deepEqual([received, proxies[0].counts.bytes.bulk], [1, 0]);
});
