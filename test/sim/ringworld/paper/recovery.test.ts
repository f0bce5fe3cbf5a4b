import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultSimulation } from "../../../../src/sim/index.js";
import { ringworldKind } from "../../../../src/wire/index.js";
import { messagesOf, type Sent, watchedRun } from "../sent.js";
import { describeRun } from "../small-run.js";
import {
  dead,
  fabric,
  grouped,
  hopsOf,
  ofKind,
  replicasOf,
  ring,
  safetyUs,
  stripeOf,
  successorOf,
  watchedCables,
} from "./paper-world.js";

// Sections 3.2.4 and 3.4 of "Designing a Datacenter-wide Distributed Shared Log" (HotOS 2025), claim by claim.

const busy = { ...defaultSimulation.workload, thinkUs: 1_000 };
const toClient = ({ to }: Sent) => to.startsWith("client");

describe("§3.2.4 failure recovery", () => {
  const failed = successorOf(ring[0] ?? "");
  /** Where the commit cursors of a view begin, as the controller tells the switches: by view. */
  const begun = new Map<number, Map<string, number>>();
  const run = watchedRun({
    faults: [dead(failed)],
    workload: busy,
    tampering: {
      controller: (effect) => {
        if (effect.kind !== "send" || effect.message.header.kind !== ringworldKind.setLane) return effect;
        const { view, count, sequence } = effect.message.header;
        const lanes = begun.get(view) ?? new Map<string, number>();
        begun.set(view, lanes.set(`${effect.switch} ${count}`, sequence));
        return effect;
      },
    },
  });
  const messages = messagesOf(run);
  const hops = hopsOf(messages);
  const views = [...grouped(hops, ({ number }) => number("view")).values()];
  const [before, after] = views;
  const [restarted] = after ?? [];
  const start = restarted?.number("index") ?? 0;
  const later = messages.filter(({ atUs }) => atUs > (restarted?.atUs ?? 0) && atUs < safetyUs);

  it("the ring is established again, over next-plus-one links, and the token is restarted", () => {
    assert.equal(describeRun(run), "");
    const hopsLater = hopsOf(later);
    const rest = ring.filter((name) => name !== failed);
    assert.ok(hopsLater.length > 100);
    for (const { from, to } of hopsLater) assert.equal(to, rest[(rest.indexOf(from) + 1) % rest.length]);
    assert.ok(hopsLater.some(({ from, to }) => successorOf(from) === failed && successorOf(failed) === to));
  });

  it("the new view has a number of its own, and starts at or above everything that was answered before", () => {
    assert.ok(before !== undefined && restarted !== undefined);
    const answered = ofKind(messages, "committed", "confirmed", "data").filter(toClient);
    const largest = answered
      .filter(({ atUs }) => atUs < restarted.atUs)
      .reduce((most, { number }) => Math.max(most, number("index")), 0);
    assert.ok(largest > 20);
    assert.ok(start >= largest, `${start} after ${largest}`);
    assert.ok((before.at(-1)?.atUs ?? 0) < restarted.atUs, "no token of the old view is left");
  });

  it("log indices are reassigned: every stripe has a leader among the members, and keeps its replica set", () => {
    const stores = ofKind(later, "store").filter(({ number }) => number("index") > start);
    const leaders = grouped(stores, ({ number }) => stripeOf(number("index")));
    assert.equal(leaders.size, fabric.stripes.length);
    for (const [stripe, copies] of leaders) {
      const inOrder = grouped(copies, ({ number }) => number("index"));
      const first = new Set([...inOrder.values()].map(([copy]) => copy?.from));
      assert.equal(first.size, 1, `stripe ${stripe} has one leader`);
      assert.ok(!first.has(failed));
    }
    for (const { to, number } of stores.filter((each) => each.to.startsWith("log-")))
      assert.ok(replicasOf(number("index")).includes(to));
  });

  it("commit indices are recomputed: each lane of the new view begins at its first index above its start", () => {
    const lanes = begun.get(restarted?.number("view") ?? 0);
    assert.equal(lanes?.size, fabric.stripes.length);
    const expected = fabric.stripes.map((_, stripe) => {
      const above =
        start + 1 + ((stripe - stripeOf(start + 1) + fabric.stripes.length) % fabric.stripes.length);
      return Math.floor(above / fabric.stripes.length);
    });
    assert.deepEqual([...lanes.values()].sort(), expected.sort());
  });

  it("pending replications are completed: what was under way ends, and everybody reads what was decided", () => {
    const called = new Map<string, number>();
    const ends: [called: number, ended: number][] = [];
    for (const line of run.lines) {
      const [, append = "", end] = /: append (\S+)( ⇒ index \d+)?$/.exec(line) ?? [];
      if (append === "") continue;
      if (end === undefined) called.set(append, Number.parseFloat(line));
      else ends.push([called.get(append) ?? 0, Number.parseFloat(line)]);
    }
    const over = ends.filter(([calledUs, endedUs]) => calledUs < 10_000 && endedUs > (restarted?.atUs ?? 0));
    assert.ok(over.length > 2, `${over.length} appends were under way`);
    assert.equal(ends.length, run.statistics.appendsAcknowledged);
    const old = ofKind(later, "data").filter((each) => toClient(each) && each.number("index") <= start);
    assert.ok(old.length > 5);
  });
});

describe("§3.4 failure detection and fencing", () => {
  const [server = ""] = replicasOf(1);
  const [fromUs, untilUs] = [10_000, 45_000];
  const run = watchedRun({ faults: [{ kind: "pause", node: server, fromUs, untilUs }], workload: busy });
  const messages = messagesOf(run);
  const requests = ofKind(messages, "store", "witness", "fetch", "forget").filter(({ to }) => to === server);
  const fencedUs = fromUs + defaultSimulation.timing.serverSilentUs + 5_000;

  it("the switch of a log server that is silent forwards nothing of the log to it, and the log goes on", () => {
    assert.equal(describeRun(run), "");
    assert.ok(
      requests.some(({ atUs }) => atUs > fromUs && atUs < fencedUs),
      "it was not suspected yet",
    );
    assert.deepEqual(
      requests.filter(({ atUs }) => atUs > fencedUs && atUs < untilUs),
      [],
    );
    const told = ofKind(messages, "committed").filter((each) => toClient(each) && each.atUs > fencedUs);
    const own = told.filter(
      ({ atUs, number }) => atUs < untilUs && replicasOf(number("index")).includes(server),
    );
    assert.ok(own.length > 5);
  });

  it("the fence does not keep the controller from asking, and the server is back when it answers", () => {
    const surveys = ofKind(messages, "survey").filter(({ to }) => to === server);
    assert.ok(
      surveys.some(({ atUs }) => atUs > fencedUs && atUs < untilUs),
      "the controller passes the fence",
    );
    assert.ok(requests.some(({ atUs }) => atUs > untilUs));
  });
});

describe("§3.4 subscription and filtering", () => {
  const readers = { ...defaultSimulation.workload, appends: 4, reads: 0, tails: 0, feeds: 8, thinkUs: 500 };
  const crossings = watchedCables({ workload: readers }, 40_000);
  const atHost = (kind: string, client: string) =>
    crossings.filter((each) => each.kind === kind && each.cable === `host ${client}` && each.toRight);

  it("a subscriber's switch passes on the entries of its stream and no others, and a mark for each", () => {
    // In this world client-1-1 and client-3-1 subscribe to stream 1, and the others to nothing; all read all streams.
    for (const client of ["client-1-1", "client-3-1"]) {
      const [feeds, marks] = [atHost("feed", client), atHost("mark", client)];
      assert.ok(feeds.length > 5);
      assert.ok(feeds.every(({ header }) => header.stream === 1));
      const own = marks.filter(({ header }) => header.stream === 1).length;
      // The last one may still be on its way.
      assert.ok(feeds.length === own || feeds.length === own - 1);
      assert.ok(marks.length > feeds.length);
    }
    for (const client of ["client-2-1", "client-4-1"]) {
      assert.deepEqual(atHost("feed", client), []);
      assert.ok(atHost("mark", client).length > 5);
    }
  });

  it("which takes load from the subscriber's link: less reaches it than was sent to its switch", () => {
    const bytesOf = (some: typeof crossings) => some.reduce((sum, { bytes }) => sum + bytes, 0);
    const sentBy = (kind: string) =>
      crossings.filter((each) => each.kind === kind && each.cable.startsWith("host log-"));
    const clients = ["client-1-1", "client-2-1", "client-3-1", "client-4-1"];
    const reached = (kind: string) => clients.flatMap((client) => atHost(kind, client));
    // The last ones are still on their way.
    assert.ok(reached("mark").length > sentBy("mark").length - 20);
    assert.ok(bytesOf(reached("feed")) < 0.5 * bytesOf(sentBy("feed")));
  });
});
