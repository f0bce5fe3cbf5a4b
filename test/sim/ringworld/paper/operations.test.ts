import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultSimulation } from "../../../../src/sim/index.js";
import { ringworldKind } from "../../../../src/wire/index.js";
import { crowded } from "../canary.js";
import { messagesOf, type Sent, watchedRun } from "../sent.js";
import { describeRun } from "../small-run.js";
import { fabric, grouped, isSwitch, leaderOf, ofKind, replicasOf, ring } from "./paper-world.js";

// Sections 3.2.2 and 3.2.3 of "Designing a Datacenter-wide Distributed Shared Log" (HotOS 2025), claim by claim.

/** Where each switch said that the commit cursors of its lanes stand, in the order in which it did. */
const cursors = new Map<string, number[]>();
const calm = watchedRun({
  tampering: {
    toController: (message) => {
      const { kind, request, tag, sequence } = message.header;
      if (kind !== ringworldKind.statusReply || sequence === 0) return message;
      const lane = `${message.source} ${request}`;
      cursors.set(lane, [...(cursors.get(lane) ?? []), tag]);
      return message;
    },
  },
});
const sent = messagesOf(calm);
const toClient = ({ to }: Sent) => to.startsWith("client");
const fromClient = ({ from }: Sent) => from.startsWith("client");
const fromServer = ({ from }: Sent) => from.startsWith("log-");
const toServer = ({ to }: Sent) => to.startsWith("log-");
const indexOf = ({ number }: Sent) => number("index");

/** The index that each append got. */
const acknowledged = calm.lines.flatMap((line) => {
  const [, client, index] = / (client-\d-\d)\S+ append \S+ ⇒ index (\d+)$/.exec(line) ?? [];
  return client === undefined ? [] : [{ client, index: Number(index), atUs: Number.parseFloat(line) }];
});

it("the world that is looked at is a good one, and a busy one", () => {
  assert.equal(describeRun(calm), "");
  assert.equal(acknowledged.length, calm.statistics.appendsAcknowledged);
  assert.ok(acknowledged.length > 50);
});

describe("§3.2.2 replication", () => {
  const stores = ofKind(sent, "store");

  it("each index has a leader switch, which replicates it; the switches share the indices evenly", () => {
    for (const [index, copies] of grouped(stores, indexOf))
      assert.equal(copies[0]?.from, leaderOf(index), `index ${index}`);
    const led = grouped(fabric.stripes, ({ leader }) => leader);
    assert.deepEqual(
      [...led.values()].map(({ length }) => length),
      ring.map(() => fabric.stripes.length / ring.length),
    );
  });

  it("below the commit index everything is replicated: it only grows, and in the end it has passed the whole log", () => {
    const known = [...cursors.values()];
    assert.equal(known.length, fabric.stripes.length);
    for (const seen of known)
      assert.deepEqual(
        seen,
        seen.toSorted((left, right) => left - right),
      );
    const passed = known.reduce((total, seen) => total + (seen.at(-1) ?? 0), 0);
    // Stripe 0 has no index 0: its first position counts as passed.
    assert.equal(passed, Number(calm.statistics.tail) + 1);
  });

  it("the status map is a ring: a few slots serve a lane for ever, and what does not fit comes again", () => {
    const workload = { ...defaultSimulation.workload, ...crowded.workload, workersPerClient: 24 };
    const disk = { ...defaultSimulation.disk, syncUs: 300 };
    const run = watchedRun({ ...crowded, workload, disk, safetyUs: 10_000 });
    assert.equal(describeRun(run), "");
    const slots = 2 ** (crowded.sizes?.windowBits ?? 0);
    assert.ok(run.statistics.tail > 4n * BigInt(slots * fabric.stripes.length));
    assert.ok(run.lines.some((text) => text.includes(" refused busy ")));
  });

  it("the leader multicasts the data: one write in, one copy for each member of the replica set out", () => {
    const copies = stores.filter(({ from, number }) => from === leaderOf(number("index")));
    for (const [index, own] of grouped(copies, indexOf)) {
      const members = grouped(own, ({ number }) => number("replica"));
      assert.deepEqual([...members.keys()].sort(), [1, 2, 4], `index ${index}`);
    }
  });

  it("an index is committed when a majority has acknowledged, neither before nor only when all have", () => {
    const members = new Map<number, Set<string>>();
    const counts: number[] = [];
    for (const message of sent) {
      const index = indexOf(message);
      const own = members.get(index) ?? new Set<string>();
      members.set(index, own);
      if (message.kind === "stored" && fromServer(message)) own.add(message.from);
      const isLeader = message.from === leaderOf(index);
      if (message.kind === "committed" && isLeader && message.client !== "") counts.push(own.size);
    }
    assert.ok(counts.length > 50);
    assert.ok(counts.every((count) => count >= 2));
    assert.ok(counts.some((count) => count === 2));
  });

  it("an acknowledgement is for the data of its index, from a member of its replica set", () => {
    for (const { from, number } of ofKind(sent, "stored").filter(fromServer)) {
      assert.ok(replicasOf(number("index")).includes(from));
      const asked = stores.some((each) => each.to === from && each.number("index") === number("index"));
      assert.ok(asked);
    }
  });

  it("different indices are replicated in parallel, and by different leaders", () => {
    const spans = acknowledged.map(({ index }) => {
      const own = ofKind(sent, "store", "committed").filter((each) => indexOf(each) === index);
      return { leader: leaderOf(index), fromUs: own[0]?.atUs ?? 0, untilUs: own.at(-1)?.atUs ?? 0 };
    });
    const overlaps = spans.filter(({ leader, fromUs, untilUs }) =>
      spans.some((other) => other.leader !== leader && other.fromUs < untilUs && other.untilUs > fromUs),
    );
    assert.ok(overlaps.length > spans.length / 2);
  });

  it("switches do the multicast and count: a server stores and acknowledges, a client asks and is told, once each", () => {
    assert.ok(ofKind(sent, "store", "committed").every(({ from }) => isSwitch(from)));
    const index = acknowledged.at(-1)?.index ?? 0;
    const about = sent.filter((each) => indexOf(each) === index);
    const server = [
      ...ofKind(about, "store").filter(toServer),
      ...ofKind(about, "stored").filter(fromServer),
    ];
    for (const own of grouped(server, ({ from, to }) => (isSwitch(from) ? to : from)).values())
      assert.equal(own.length, 2);
    assert.equal(ofKind(about, "committed").filter(toClient).length, 1);
  });
});

describe("§3.2.3 append", () => {
  it("may be sent to any switch", () => {
    const asked = ofKind(sent, "append", "ticket").filter(fromClient);
    assert.deepEqual([...new Set(asked.map(({ to }) => to))].sort(), ring.toSorted());
    assert.deepEqual([...new Set(acknowledged.map(({ client }) => client))].length, ring.length);
  });

  it("is forwarded to the leader of its index by the switch that gave the index", () => {
    const forwarded = ofKind(sent, "write").filter(({ from }) => isSwitch(from));
    assert.ok(forwarded.length > 20);
    for (const { from, to, number } of forwarded) {
      assert.equal(to, leaderOf(number("index")));
      assert.notEqual(from, to);
    }
  });

  it("is replicated under its index with the current view number", () => {
    const views = new Set(ofKind(sent, "token").map(({ number }) => number("view")));
    assert.deepEqual(new Set(ofKind(sent, "store").map(({ number }) => number("view"))), views);
  });

  it("returns the index to the client, from the leader", () => {
    const committed = ofKind(sent, "committed");
    for (const { client, index, atUs } of acknowledged) {
      const told = committed.filter(
        (each) => each.to === client && indexOf(each) === index && each.atUs < atUs,
      );
      assert.ok(told.length > 0, `${client} at ${index}`);
      assert.equal(committed.find((each) => indexOf(each) === index)?.from, leaderOf(index));
    }
  });
});

describe("§3.2.3 read", () => {
  it("goes to the leader of the index", () => {
    const asked = ofKind(sent, "read").filter(({ from }) => isSwitch(from));
    assert.ok(asked.length > 10);
    for (const { to, number } of asked) assert.equal(to, leaderOf(number("index")));
    assert.ok(
      ofKind(sent, "fetch")
        .filter(toServer)
        .every(({ to, number }) => replicasOf(number("index")).includes(to)),
    );
  });

  it("of what is not committed is an error, and the client library retries", () => {
    const eager = { ...defaultSimulation.workload, appends: 1, reads: 8, tails: 0, thinkUs: 200 };
    const run = watchedRun({ workload: eager, safetyUs: 20_000 });
    assert.equal(describeRun(run), "");
    const messages = messagesOf(run);
    const refusals = run.lines
      .filter((text) => text.includes(" refused notCommitted "))
      .flatMap((text) => {
        const [, client, index] = /→ (client-\S+) refused notCommitted .*index (\d+)/.exec(text) ?? [];
        return client === undefined ? [] : [{ client, index: Number(index), atUs: Number.parseFloat(text) }];
      });
    const retried = refusals.filter(({ client, index, atUs }) =>
      ofKind(messages, "read").some(
        (each) => each.from === client && indexOf(each) === index && each.atUs > atUs,
      ),
    );
    assert.ok(refusals.length > 5 && retried.length > 0, `${retried.length} of ${refusals.length}`);
  });

  it("is answered by a single server in the common case", () => {
    const fetches = ofKind(sent, "fetch").filter(toServer).length;
    const answers = ofKind(sent, "data").filter(toClient).length;
    assert.ok(answers > 20);
    assert.ok(fetches < 1.2 * answers, `${fetches} fetches for ${answers} answers`);
  });
});

it("§2.1.1 getTail: the largest index at which a value has been appended", () => {
  const calledUs = new Map<string, number>();
  let answers = 0;
  for (const line of calm.lines) {
    const [, worker = "", , tail] = / (\S+): tail( ⇒ index (\d+))?$/.exec(line) ?? [];
    if (worker === "") continue;
    if (tail === undefined) calledUs.set(worker, Number.parseFloat(line));
    else {
      const before = acknowledged
        .filter(({ atUs }) => atUs < (calledUs.get(worker) ?? 0))
        .map(({ index }) => index);
      const known = Math.max(0, ...before);
      assert.ok(
        Number(tail) >= known && Number(tail) <= Number(calm.statistics.tail),
        `${line}, after ${known}`,
      );
      answers += 1;
    }
  }
  assert.ok(answers > 5);
});
