import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { seededRandom } from "../../../../src/base/index.js";
import {
  defaultSimulation,
  paperDatacenter,
  simulateRing,
  simulateServerBatching,
  ticketCost,
} from "../../../../src/sim/index.js";
import { messagesOf, type Sent, watchedRun } from "../sent.js";
import { describeRun } from "../small-run.js";
import {
  batchesOf,
  grouped,
  hopsOf,
  isSwitch,
  leaderOf,
  ofKind,
  ring,
  safetyUs,
  successorOf,
} from "./paper-world.js";

// Sections 3.2.1 and 3.3 of "Designing a Datacenter-wide Distributed Shared Log" (HotOS 2025), claim by claim.

const calm = watchedRun();
const sent = messagesOf(calm);
const tokens = hopsOf(sent);
const batches = batchesOf(sent);
const lapUs = ring.length * defaultSimulation.fabric.ringDelayUs;

/** When a switch began to serve its hosts. */
const servesFromUs = Number.parseFloat(calm.lines.find((line) => line.includes(" activate s1 ")) ?? "");

const requests = (kind: string) => ofKind(sent, kind).filter(({ from }) => from.startsWith("client"));

function sum(messages: readonly Sent[], field: string): number {
  return messages.reduce((total, { number }) => total + number(field), 0);
}

/** Whether the token came to a switch in a span. */
function visited(name: string, fromUs: number, untilUs: number): boolean {
  const acknowledged = ofKind(sent, "tokenAck").filter(({ from }) => from === name);
  return acknowledged.some(({ atUs }) => atUs >= fromUs && atUs <= untilUs);
}

it("the world that is looked at is a good one, and a busy one", () => {
  assert.equal(describeRun(calm), "");
  assert.ok(calm.statistics.appendsAcknowledged > 50);
  assert.ok(tokens.length > 100);
});

describe("§3.2.1 sequencing", () => {
  it("the switches pass a token around the ring, as a packet, and to nobody else", () => {
    for (const { from, to } of ofKind(sent, "token")) assert.equal(to, successorOf(from), `from ${from}`);
    for (const [at, { from }] of tokens.entries())
      assert.equal(from, ring[(ring.indexOf(tokens[0]?.from ?? "") + at) % ring.length]);
  });

  it("constantly: also while nobody wants anything", () => {
    const idle = watchedRun({ workload: { ...defaultSimulation.workload, thinkUs: 1e9 } });
    assert.equal(describeRun(idle), "");
    const hops = hopsOf(messagesOf(idle)).filter(({ atUs }) => atUs < safetyUs);
    assert.ok(hops.length > (0.9 * (safetyUs - servesFromUs)) / defaultSimulation.fabric.ringDelayUs);
    assert.ok(hops.every(({ number }) => number("index") === 0));
  });

  it("the token records the largest index that was handed out so far", () => {
    let largest = 0;
    for (const message of [...tokens, ...batches].toSorted((left, right) => left.atUs - right.atUs)) {
      const { kind, number } = message;
      if (kind === "token") assert.ok(number("index") >= largest);
      largest = Math.max(largest, number("index") + (kind === "release" ? number("count") : 0));
    }
    assert.equal(largest, Number(calm.statistics.tail));
    assert.equal(tokens.at(-1)?.number("index"), largest);
  });

  it("who holds <h> with r pending requests hands out h + 1 to h + r and passes <h + r> to its successor", () => {
    const hops = new Map(tokens.map((each) => [each.number("sequence"), each]));
    let looked = 0;
    for (const { from, number } of batches) {
      const [passed, held] = [hops.get(number("sequence")), hops.get(number("sequence") - 1)];
      assert.equal(passed?.from, from);
      assert.equal(passed?.number("index"), number("index") + number("count"));
      // The first token of all comes from the controller.
      if (held === undefined) continue;
      assert.equal(held.to, from);
      assert.equal(number("index"), held.number("index"));
      looked += number("count");
    }
    assert.ok(looked > 50);
  });

  it("a switch counts its pending requests: every ticket and every append that arrived has an index, and nothing else", () => {
    for (const name of ring) {
      const granted = sum(
        ofKind(sent, "grant").filter(({ from }) => from === name),
        "count",
      );
      const arrived = requests("append").filter(({ to, atUs }) => to === name && atUs > servesFromUs);
      const released = sum(
        batches.filter(({ from }) => from === name),
        "count",
      );
      assert.equal(released, granted + arrived.length, name);
      assert.ok(released > 10, name);
    }
  });

  it("a request waits until the token comes: in the switch (recirculation), or in the host (tickets)", () => {
    const appends = requests("append").filter(({ atUs }) => atUs > servesFromUs);
    const indexed = ofKind(sent, "write", "store");
    for (const { to, atUs, number, client } of appends) {
      const isOwn = (each: Sent) => each.client === client && each.number("request") === number("request");
      const first = indexed.find((each) => each.from === to && isOwn(each));
      assert.ok(first !== undefined, `request ${number("request")} of ${client}`);
      assert.ok(visited(to, atUs, first.atUs), `${to} had the token before ${first.atUs}`);
    }
    const writes = requests("write");
    for (const { to, atUs, number } of writes) {
      const end = ({ number: field }: Sent) => field("index") + field("count");
      const own = batches.find(
        (each) => end(each) >= number("index") && each.number("index") < number("index"),
      );
      assert.equal(own?.from, to, `the batch of index ${number("index")}`);
      assert.ok(own.atUs < atUs);
    }
    assert.ok(appends.length > 20 && writes.length > 20);
  });

  it("one batch leaves each time the token comes around, and together they are the whole log, each index once", () => {
    const perVisit = grouped(ofKind(sent, "release"), ({ from, number }) => `${from} ${number("epoch")}`);
    for (const copies of perVisit.values())
      assert.equal(new Set(copies.map(({ number }) => `${number("index")} ${number("count")}`)).size, 1);
    for (const own of grouped(batches, ({ from }) => from).values())
      assert.deepEqual(
        own.map(({ number }) => number("epoch")),
        own.map((_, at) => at),
      );
    let next = 0;
    for (const { number } of batches.toSorted(
      (left, right) => left.number("sequence") - right.number("sequence"),
    )) {
      assert.equal(number("index"), next);
      next += number("count");
    }
    assert.equal(next, Number(calm.statistics.tail));
  });

  it("the load is distributed: every switch hands out indices, and none of them most", () => {
    const shares = ring.map((name) =>
      sum(
        batches.filter(({ from }) => from === name),
        "count",
      ),
    );
    assert.ok(
      shares.every((share) => share > 0 && share < sum(batches, "count") / 2),
      shares.join(),
    );
  });

  it("the ring is disjoint from the destinations of entries: log servers see no token, and tokens carry no entry", () => {
    assert.ok(ofKind(sent, "token", "tokenAck").every(({ from, to }) => isSwitch(from) && isSwitch(to)));
    assert.ok(ofKind(sent, "token", "tokenAck").every(({ number }) => number("length") === 0));
  });

  it("an index is handed out by whichever switch has the token, not by the one that leads it", () => {
    const others = batches.filter(
      ({ from, number }) => number("count") > 0 && leaderOf(number("index") + 1) !== from,
    );
    assert.ok(others.length > 10);
  });
});

describe("§3.3 scalability and performance", () => {
  const [switches, appendsPerSecond] = [500, 80e9];
  const datacenter = paperDatacenter;
  const run = simulateRing({ datacenter, switches, appendsPerSecond, laps: 4, random: seededRandom(1) });
  const near = (measured: number, expected: number) =>
    assert.ok(Math.abs(measured / expected - 1) <= 0.02, `${measured}`);

  it("500 switches hand out 80 billion indices a second, and a lap of 10 µs hops takes 5 ms", () => {
    near(run.appendsPerSecond, appendsPerSecond);
    near(run.lapUs, 5_000);
  });

  it("a pipeline of a billion packets a second is ample for a switch's share of them", () => {
    assert.equal(datacenter.pipelinePps, 1e9);
    const requestsPerSecond = appendsPerSecond / switches;
    const cost = ticketCost({ datacenter, requestsPerSecond, lapUs: run.lapUs });
    assert.equal(cost.impossible, undefined);
    assert.ok(cost.pipelinePps < datacenter.pipelinePps / 2);
  });

  it("a request crosses the pipeline of its switch as often as that says: as a ticket, and as a write", () => {
    const [name = ""] = ring;
    const tickets = requests("ticket").filter(({ to, number }) => to === name && number("count") > 0);
    const asked = sum(
      tickets.filter(({ atUs }) => atUs > servesFromUs),
      "count",
    );
    const writes = requests("write").filter(({ to }) => to === name);
    assert.ok(asked > 10);
    assert.equal(writes.length, asked);
  });

  it("the longest wait is that lap, 16 times less than the 80 ms of sequencing on servers", () => {
    const servers = simulateServerBatching({ datacenter, appendsPerSecond, random: seededRandom(1) });
    near(run.wait.maxUs, 5_000);
    near(servers.maxUs, 80_000);
    near(servers.maxUs / run.wait.maxUs, 16);
  });

  it("the real token, in the real program, needs a lap of hops, and nothing else", () => {
    const visits = tokens.filter(({ from }) => from === ring[0]);
    const lapsUs = visits.slice(1).map(({ atUs }, at) => atUs - (visits[at]?.atUs ?? 0));
    const median = lapsUs.toSorted((left, right) => left - right)[Math.floor(lapsUs.length / 2)] ?? 0;
    near(median, lapUs);
  });

  it("sequencing takes what the ring takes: who gets a ticket has its index after a lap at most", () => {
    const waits = ofKind(sent, "grant").map(({ from, atUs, number }) => {
      const release = batches.find((each) => each.from === from && each.number("epoch") === number("epoch"));
      return (release?.atUs ?? Number.POSITIVE_INFINITY) - atUs;
    });
    assert.ok(waits.length > 50);
    assert.ok(Math.max(...waits) < 1.05 * lapUs, `${Math.max(...waits)}`);
    assert.ok(Math.max(...waits) > 0.8 * lapUs);
  });
});
