import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { parseStore, type StoreSite } from "../../controller/index.js";
import { networkingOf, openStoreSession, type StoreSession } from "../../src/cli/store/store-session.js";
import { openStoreEnd } from "../../src/cli/store/store-transport.js";
import type { Transport } from "../../src/io/index.js";
import { eventLoopTimers, monotonicClock, openSegmentStorage } from "../../src/io/node/index.js";
import { percentileOf } from "../../src/sim/index.js";
import {
  ProxiedTransport,
  ReplicaCore,
  standardCommands,
  VivaceReplica,
  WanProxy,
} from "../../src/vivace/index.js";
import { encodeUdpDatagram } from "../../src/wire/index.js";
import { root, temporaryDirectory } from "./command.js";

// Host-based priority on real sockets of this machine; the delay between the sites is a timer, their link the proxies' rate.

const text = readFileSync(path.join(root, "controller/stores/two-sites-proxied.yaml"), "utf8");
const plan = parseStore(text.replaceAll("127.7.", "127.79."), "store.yaml");
const rateBps = 2_000_000;
const delayMs = 40;
const operations = 12;
/** A machine that is busy with other things is late by itself: one quiet round is enough. */
const roundsMax = 6;

/** A transport on whose other side everything arrives later. */
function delayed(inner: Transport, isFar: (frame: Uint8Array) => boolean): Transport {
  return {
    send: (frame) => {
      if (isFar(frame)) setTimeout(() => inner.send(frame), delayMs);
      else inner.send(frame);
    },
    onFrame: (receive) => inner.onFrame(receive),
  };
}

describe("proxies between sites, on real sockets", { timeout: 240_000 }, () => {
  const directory = temporaryDirectory();
  const closers: (() => Promise<void>)[] = [];
  const proxies: WanProxy[] = [];
  let session: StoreSession;

  async function startProxy(site: StoreSite): Promise<void> {
    if (site.proxy === undefined) return;
    const { transport, close } = await openStoreEnd(site.proxy.proxy, {
      classes: plan.classes,
      hasEdges: false,
    });
    closers.push(close);
    const others = plan.sites.flatMap((other) => (other === site ? [] : (other.proxy ?? [])));
    // The third byte of the destination's address is the site's.
    const thisSite = (site.client >>> 8) % 256;
    proxies.push(
      new WanProxy({
        rateBps,
        queueDepth: 50,
        clock: monotonicClock,
        timers: eventLoopTimers,
        others,
        transport: delayed(transport, (frame) => frame[32] !== thisSite),
        site: site.proxy,
        trusted: [site.client, ...site.replicas.map(({ end }) => end.address)],
      }),
    );
  }

  async function startReplicas(site: StoreSite): Promise<void> {
    for (const { name, end } of site.replicas) {
      const { close, ...here } = await openStoreEnd(end, networkingOf(plan, site));
      const core = new ReplicaCore(end, {}, standardCommands);
      const storage = await openSegmentStorage(path.join(directory.path, name), (header, position) =>
        core.recover(header, position),
      );
      const replica = new VivaceReplica({
        ...here,
        core,
        storage,
        clock: monotonicClock,
        timers: eventLoopTimers,
        classes: plan.classes,
      });
      closers.push(() => replica.close(), close);
    }
  }

  /** Sends twice what the proxies carry, from a host that claims priority and is not trusted. */
  async function startFlood(): Promise<() => Promise<void>> {
    const [from, to] = plan.sites;
    if (from?.proxy === undefined || to === undefined) throw new Error("assertion failed: two sites");
    const source = { address: from.client + 1, port: 5001 };
    const { transport, host, close } = await openStoreEnd(source, { classes: plan.classes, hasEdges: false });
    const proxied = new ProxiedTransport(transport, from.proxy);
    const frame = encodeUdpDatagram({
      ethernet: { dst: 0n, src: 0n },
      source: host,
      destination: { address: to.client, port: 9 },
      dscp: plan.classes.criticalDscp,
      payload: new Uint8Array(1000),
    });
    const everyMs = 20;
    const each = (2 * rateBps * everyMs) / (8000 * frame.length);
    const timer = setInterval(() => {
      for (let sent = 0; sent < each; sent += 1) proxied.send(frame);
    }, everyMs);
    return async () => {
      clearInterval(timer);
      await close();
    };
  }

  async function p99Ms(): Promise<number> {
    const latencies: number[] = [];
    for (let number = 0; number < operations; number += 1) {
      const begunMs = performance.now();
      await session.store.write("rw", "object", new Uint8Array(1024).fill(number));
      await session.store.read("rw", "object");
      latencies.push(performance.now() - begunMs);
    }
    return percentileOf(latencies, 99);
  }

  before(async () => {
    for (const site of plan.sites) {
      await startProxy(site);
      await startReplicas(site);
    }
    session = await openStoreSession(plan, { commands: standardCommands, client: 1 });
    for (const { name, metadata } of plan.containers) await session.store.createContainer(name, metadata);
  });
  after(async () => {
    await session.close();
    for (const close of closers.reverse()) await close();
    directory.remove();
  });

  test("all between the sites goes through the proxies, and a flood there changes nothing", async (context) => {
    let [ratio, quietestMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round < roundsMax && ratio > 1.2; round += 1) {
      const quietMs = await p99Ms();
      const stop = await startFlood();
      const floodedMs = await p99Ms();
      await stop();
      quietestMs = Math.min(quietestMs, quietMs);
      ratio = floodedMs / quietestMs;
      context.diagnostic(
        `p99 of a write and a read: ${quietMs.toFixed(0)} ms, flooded ${floodedMs.toFixed(0)} ms`,
      );
      assert.ok(quietMs >= 3.9 * delayMs, "a round trip each");
    }
    assert.ok(ratio <= 1.2, `flooded ${ratio} times as long`);
    const { bytes, dropped, refused } = proxies[0]?.counts ?? { bytes: undefined, dropped: 0, refused: 0 };
    assert.ok(dropped > 0, "the flood is more than the proxy carries");
    assert.ok(bytes !== undefined && bytes.priority > 0 && bytes.priority < 0.2 * bytes.bulk);
    assert.equal(refused, 0);
  });
});
