import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultSimulation, type Fault } from "../../../../src/sim/index.js";
import { filesOf } from "../../../../src/sim/ringworld/reshaping.js";
import { messagesOf, type Sent, watchedRun } from "../sent.js";
import { describeRun } from "../small-run.js";
import {
  dead,
  fabric,
  grouped,
  ofKind,
  replicasOf,
  ring,
  safetyUs,
  serversAt,
  stripeOf,
  successorOf,
  watchedCables,
} from "./paper-world.js";

// Section 3.1 of "Designing a Datacenter-wide Distributed Shared Log" (HotOS 2025), claim by claim.

const calm = watchedRun();
const sent = messagesOf(calm);
const failed = successorOf(ring[0] ?? "");
const without = watchedRun({ faults: [dead(failed)] });

/** The log servers that were sent an index, by index. */
function keepersOf(messages: readonly Sent[]): Map<number, readonly string[]> {
  const stores = ofKind(messages, "store").filter(({ to }) => to.startsWith("log-"));
  const groups = grouped(stores, ({ number }) => number("index"));
  return new Map(
    [...groups].map(([index, copies]) => [index, [...new Set(copies.map(({ to }) => to))].sort()]),
  );
}

/** Appends that clients were told of in a span. */
function committedIn(messages: readonly Sent[], fromUs: number, untilUs: number): readonly Sent[] {
  const told = ofKind(messages, "committed").filter(({ to }) => to.startsWith("client"));
  return told.filter(({ atUs }) => atUs > fromUs && atUs < untilUs);
}

it("the worlds that are looked at are good ones, and busy ones", () => {
  assert.equal(describeRun(calm), "");
  assert.equal(describeRun(without), "");
  assert.ok(calm.statistics.appendsAcknowledged > 50);
  assert.ok(without.statistics.appendsAcknowledged > 50);
});

describe("§3.1.1 replica sets", () => {
  it("log servers are arranged in sets of three, and each is in one", () => {
    const members = fabric.replicaSets.flatMap(({ servers }) => servers);
    assert.ok(fabric.replicaSets.every(({ servers }) => servers.length === 3));
    assert.equal(new Set(members).size, members.length);
  });

  it("an entry is replicated in one replica set, that of its index, at all of its members", () => {
    const keepers = keepersOf(sent);
    assert.equal(keepers.size, Number(calm.statistics.tail));
    for (const [index, servers] of keepers) assert.deepEqual(servers, replicasOf(index), `index ${index}`);
  });

  it("the projection stays as it is when a switch dies: the leader of an index changes, its set does not", () => {
    const messages = messagesOf(without);
    for (const [index, servers] of keepersOf(messages)) {
      const own = replicasOf(index);
      assert.ok(
        servers.every((name) => own.includes(name)),
        `index ${index} at ${servers}`,
      );
    }
    const views = new Set(ofKind(messages, "store").map(({ number }) => number("view")));
    assert.ok(views.size >= 2);
  });

  it("and is another one after a reconfiguration", () => {
    const [before, after] = filesOf(fabric, "replaceServer");
    const [left] = before?.replicaSets[0]?.servers ?? [];
    const [came] = after?.replicaSets[0]?.servers ?? [];
    assert.ok(left !== undefined && came !== undefined && left !== came);
    const run = watchedRun({ reshaping: { kind: "replaceServer", fromUs: 10_000 } });
    assert.equal(describeRun(run), "");
    const stores = ofKind(messagesOf(run), "store").filter(({ to }) => [left, came].includes(to));
    const views = (name: string) =>
      stores.filter(({ to }) => to === name).map(({ number }) => number("view"));
    assert.ok(Math.max(...views(left)) < Math.min(...views(came)), "no view asks both of them");
    assert.ok(views(left).length > 0 && views(came).length > 0);
  });
});

describe("§3.1.2 topology", () => {
  const crossings = watchedCables({}, 20_000);
  const tokenKinds = ["token", "tokenAck"];

  it("the ring is reserved for the token: nothing else crosses its cables, and it crosses no others", () => {
    const onRing = crossings.filter(({ cable }) => cable.startsWith("ring "));
    assert.ok(onRing.length > 100);
    for (const { cable, kind } of crossings)
      assert.equal(cable.startsWith("ring "), tokenKinds.includes(kind), `${kind} over ${cable}`);
  });

  it("the ring is directed, and neighbours are joined by a direct link", () => {
    const tokens = crossings.filter(({ kind }) => kind === "token");
    const ways = new Set(tokens.map(({ cable, toRight }) => `${cable} ${toRight ? "onward" : "back"}`));
    const expected = ring.map((name) => `ring ${name}-${successorOf(name)} onward`);
    assert.deepEqual([...ways].sort(), expected.toSorted());
  });

  it("each switch is also connected to the next-plus-one switch", () => {
    for (const name of ring) {
      const skipped = successorOf(successorOf(name));
      const ends = [name, skipped].sort().join();
      const joined = fabric.links.some(
        ({ kind, a, b }) => kind === "ring" && [a.switch, b.switch].sort().join() === ends,
      );
      assert.ok(joined, `${name} and ${skipped}`);
    }
  });

  it("the ring takes a few ports from each switch, and the communication topology joins every two", () => {
    for (const name of ring) {
      const atSwitch = fabric.links.filter(({ a, b }) => a.switch === name || b.switch === name);
      assert.ok(atSwitch.filter(({ kind }) => kind === "ring").length <= 4);
      assert.equal(atSwitch.filter(({ kind }) => kind === "fabric").length, ring.length - 1);
    }
  });

  it("data is disseminated over the communication topology", () => {
    const data = crossings.filter(({ cable, bytes }) => cable.startsWith("fabric ") && bytes > 0);
    for (const kind of ["write", "store", "stored", "committed", "fetch", "data"])
      assert.ok(
        data.some((each) => each.kind === kind),
        kind,
      );
  });
});

describe("§3.1.3 failures and communication", () => {
  it("log servers recover from stable storage, switches from nothing: all of them may crash at once", () => {
    const crash = (node: string): Fault => ({ kind: "crash", node, fromUs: 20_000, untilUs: 21_000 });
    const servers = ring.flatMap(serversAt);
    const timing = { ...defaultSimulation.timing, attemptUs: 5_000 };
    const run = watchedRun({ faults: [...servers, ...ring].map(crash), timing });
    // At the end of a run everything is read, and compared with what clients were told.
    assert.equal(describeRun(run), "");
    const messages = messagesOf(run);
    assert.ok(committedIn(messages, 0, 20_000).length > 20);
    assert.equal(committedIn(messages, 20_010, 21_000).length, 0);
    assert.ok(committedIn(messages, 21_000, safetyUs).length > 20);
  });

  it("channels may be lossy, as long as they are fair: with retransmissions everything gets through", () => {
    const disturbance = { loss: 0.08, duplication: 0.1, reordering: 0.1, lagUs: 200 };
    const links = fabric.links.map(({ kind, a, b }) => `${kind} ${a.switch}-${b.switch}`);
    const hosts = fabric.hosts.map(({ name }) => `host ${name}`);
    const lossy = [...links, ...hosts].map((link): Fault => {
      return { kind: "disturb", link, disturbance, fromUs: 0, untilUs: 2_000_000 };
    });
    const run = watchedRun({ faults: lossy, safetyUs: 40_000 });
    assert.equal(describeRun(run), "");
    assert.ok(run.statistics.framesLost > 0.05 * run.statistics.framesSent);
    assert.ok(run.statistics.appendsAcknowledged > 20);
  });

  it("a log server is reachable while its switch is: those of a failed one say nothing, and their sets go on", () => {
    const unreachable = serversAt(failed);
    const later = messagesOf(without).filter(({ atUs }) => atUs > 20_000 && atUs < safetyUs);
    const answers = ofKind(later, "stored").filter(({ from }) => from.startsWith("log-"));
    assert.ok(answers.length > 50);
    assert.ok(answers.every(({ from }) => !unreachable.includes(from)));
    const indices = committedIn(later, 0, safetyUs).map(({ number }) => number("index"));
    const reduced = indices.filter((index) => replicasOf(index).some((name) => unreachable.includes(name)));
    assert.ok(reduced.length > 10);
  });

  it("one log server of three may be unreachable: appends to its set go on", () => {
    const [server = ""] = replicasOf(1);
    const run = watchedRun({ faults: [dead(server)] });
    assert.equal(describeRun(run), "");
    const indices = committedIn(messagesOf(run), 12_000, safetyUs).map(({ number }) => number("index"));
    assert.ok(indices.filter((index) => replicasOf(index).includes(server)).length > 5);
  });

  it("safe always: a set without a majority commits nothing, and goes on when it has one again", () => {
    const untilUs = 25_000;
    const dying = replicasOf(1)
      .slice(1)
      .map((node): Fault => ({ kind: "crash", node, fromUs: 10_000, untilUs }));
    const run = watchedRun({ faults: dying });
    assert.equal(describeRun(run), "");
    const committed = ofKind(messagesOf(run), "committed").filter(({ number }) => {
      return fabric.stripes[stripeOf(number("index"))]?.replicaSet === fabric.stripes[1]?.replicaSet;
    });
    const meanwhile = committed.filter(({ atUs }) => atUs > 11_000 && atUs < untilUs);
    assert.deepEqual(meanwhile, [], "the set has no majority");
    assert.ok(committed.filter(({ atUs }) => atUs < 10_000).length > 2);
    assert.ok(committed.filter(({ atUs }) => atUs > untilUs).length > 2);
  });

  it("safe always: where no ring can be formed the token goes nowhere, and later it goes round again", () => {
    const untilUs = 35_000;
    const links = fabric.links
      .filter(({ kind }) => kind === "ring")
      .map(({ a, b }) => `ring ${a.switch}-${b.switch}`);
    const run = watchedRun({ faults: [{ kind: "cut", links, fromUs: 10_000, untilUs }] });
    assert.equal(describeRun(run), "");
    const messages = messagesOf(run);
    // The first token of a view comes from the controller.
    const arrived = ofKind(messages, "tokenAck").filter(({ number }) => number("sequence") > 1);
    const onTheWayUs = defaultSimulation.fabric.ringDelayUs;
    assert.deepEqual(
      arrived.filter(({ atUs }) => atUs > 10_000 + onTheWayUs && atUs < untilUs).map(({ atUs }) => atUs),
      [],
    );
    assert.ok(arrived.filter(({ atUs }) => atUs > untilUs).length > 100);
    assert.ok(committedIn(messages, untilUs, safetyUs).length > 20);
  });
});
