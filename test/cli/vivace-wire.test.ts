import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { parseStore } from "../../controller/index.js";
import { networkingOf, openStoreSession, type StoreSession } from "../../src/cli/store/store-session.js";
import { openStoreEnd } from "../../src/cli/store/store-transport.js";
import {
  eventLoopTimers,
  InterfacePort,
  monotonicClock,
  openSegmentStorage,
} from "../../src/io/node/index.js";
import { ReplicaCore, standardCommands, VivaceReplica } from "../../src/vivace/index.js";
import {
  decodeUdpDatagram,
  decodeVivace,
  isCritical,
  type UdpDatagram,
  vivaceKind,
} from "../../src/wire/index.js";
import { enterPrivateNetwork, missingForNetwork } from "../io/network/private-network.js";
import { root, temporaryDirectory } from "./command.js";

// What a store really sends: sockets and kernel of this machine, watched on the interface.

const missing = missingForNetwork();
const skip = missing.length > 0 && missing.join("; ");
const plan = parseStore(
  readFileSync(path.join(root, "controller/stores/two-sites.yaml"), "utf8"),
  "store.yaml",
);
const { criticalDscp, dataDscp } = plan.classes;
/** With their containers, keys of 4 to 255 bytes. */
const names = ["a", "b".repeat(12), "c".repeat(13), "d".repeat(14), "e".repeat(100), "f".repeat(251)];

describe("a store on the wire", { skip, timeout: 120_000 }, () => {
  const directory = temporaryDirectory();
  const closers: (() => Promise<void>)[] = [];
  const seen: UdpDatagram[] = [];
  let session: StoreSession;

  before(async () => {
    enterPrivateNetwork();
    const sniffer = new InterfacePort("lo");
    closers.push(() => sniffer.close());
    sniffer.onFrame((frame) => {
      const datagram = decodeUdpDatagram(frame.slice());
      if (datagram !== undefined) seen.push(datagram);
    });
    const runsOn = { clock: monotonicClock, timers: eventLoopTimers, classes: plan.classes };
    for (const site of plan.sites) {
      for (const { name, end } of site.replicas) {
        const { close, ...here } = await openStoreEnd(end, networkingOf(plan, site));
        const core = new ReplicaCore(end, {}, standardCommands);
        const storage = await openSegmentStorage(path.join(directory.path, name), () => undefined);
        const replica = new VivaceReplica({ ...runsOn, ...here, core, storage });
        closers.push(() => replica.close(), close);
      }
    }
    session = await openStoreSession(plan, { commands: standardCommands, client: 1 });
    closers.push(() => session.close());
    for (const { name, metadata } of plan.containers) await session.store.createContainer(name, metadata);
  });
  after(async () => {
    for (const close of closers.toReversed()) await close();
    directory.remove();
  });

  test("critical messages have at most 25 bytes and the key's excess over 16, and priority; all else has none", async () => {
    for (const name of names) {
      const rmwName = name.slice(0, 250);
      await session.store.write("rw", name, new Uint8Array(1000).fill(1));
      await session.store.read("rw", name);
      for (let times = 0; times < 2; times += 1)
        await session.store.execute("rmw", rmwName, "append", new Uint8Array(500).fill(2));
    }
    const kinds = new Set<number>();
    let largest = 0;
    for (const { dscp, payload } of seen) {
      const message = decodeVivace(payload);
      assert.ok(message, "nothing else is sent");
      kinds.add(message.kind);
      assert.equal(dscp, isCritical(message.kind) ? criticalDscp : dataDscp, `kind ${message.kind}`);
      if (!isCritical(message.kind)) continue;
      const excess = Math.max(0, message.key.length - 16);
      assert.ok(payload.length <= 25 + excess, `kind ${message.kind}: ${payload.length} bytes`);
      largest = Math.max(largest, payload.length - excess);
    }
    assert.equal(largest, 25, "keys of 16 bytes use all of it");
    const critical = Object.values(vivaceKind).filter(isCritical);
    assert.deepEqual(
      critical.filter((kind) => !kinds.has(kind)),
      [],
      "every critical kind was seen",
    );
  });
});
