import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../../src/base/index.js";
import {
  DelegateCore,
  type DelegationReply,
  type DelegationRequest,
  decodeDelegationReply,
  delegationEnd,
  encodeDelegationReply,
  encodeDelegationRequest,
  keyText,
  noOptimisations,
  request,
  timestampOf,
} from "../../src/vivace/index.js";
import { answerKind, type VivaceKindName, vivaceKind } from "../../src/wire/index.js";
import { ClientScript, place } from "./support/client-script.js";
import { commands } from "./support/commands.js";
import { begin, perform, quietWorld } from "./support/quiet-world.js";
import { bytesOf, clientEnd, replicaEnd, showOutgoing } from "./support/show.js";
import { figure5 } from "./world/topology.js";

// Section 3.4.2, delegating to a replica. A delegate's first life in these tests has the client number 9.

const time = { nowUs: 0, clockUs: 1600 };
const life = timestampOf(101, 9);

class DelegateScript {
  readonly core = new DelegateCore(9, seededRandom(1), { optimisations: noOptimisations }, commands);

  ask(ticks: number, asked: Partial<DelegationRequest>): string[] {
    const wanted = { operation: "write", life, replicas: 3, name: "", data: bytesOf("v"), ...asked } as const;
    const targets = [...place.replicas, ...place.locals];
    const rest = { targets, value: encodeDelegationRequest(wanted) };
    const message = request("delegate", place.key, timestampOf(ticks, 1), rest);
    return this.show(this.core.step({ source: clientEnd(1), message }, time));
  }

  answer(number: number, kind: VivaceKindName, asked: bigint): string[] {
    const message = { ...request(kind, place.key, asked), kind: answerKind(vivaceKind[kind]), verdict: 1 };
    return this.show(
      this.core.step({ source: replicaEnd(number), message: { ...message, request: asked } }, time),
    );
  }

  show(effects: ReturnType<DelegateCore["step"]>): string[] {
    return effects.map(({ message }) => {
      const said = message.message.kind === vivaceKind.ackDelegate && message.message.value;
      const reply = said && decodeDelegationReply(said);
      return reply ? showReply(reply) : showOutgoing(message);
    });
  }
}

function showReply({ end, data }: DelegationReply): string {
  const name = Object.entries(delegationEnd).find(([, value]) => value === end)?.[0];
  return `reply ${name}${data === undefined ? "" : ` ${keyText(data)}`}`;
}

test("a delegate runs the algorithm with the replica set and the local set of the request, and answers", () => {
  const script = new DelegateScript();
  const lines = script.ask(50, {});
  assert.deepEqual(lines, ['→ r1 wLocal 100.9 "v"', '→ r4 wLocal 100.9 "v"', '→ r5 wLocal 100.9 "v"']);
  const asked = timestampOf(100, 9);
  script.answer(4, "wLocal", asked);
  assert.deepEqual(script.answer(5, "wLocal", asked), [
    "→ r1 *wTs 100.9",
    "→ r2 *wTs 100.9",
    "→ r3 *wTs 100.9",
  ]);
  script.answer(1, "wTs", asked);
  assert.deepEqual(script.answer(2, "wTs", asked), ["reply done"]);
});

test("a copy of a request is not done again: while it is under way nothing happens, later the answer is repeated", () => {
  const script = new DelegateScript();
  script.ask(50, { operation: "execute", name: "unknown" });
  assert.deepEqual(script.ask(50, { operation: "execute", name: "unknown" }), [
    "reply failed VIVACE-NO-COMMAND",
  ]);
  script.ask(51, {});
  assert.deepEqual(script.ask(51, {}), []);
});

test("a change for another life is not done, a read is", () => {
  const script = new DelegateScript();
  assert.deepEqual(script.ask(50, { life: 0n }), ["reply otherLife"]);
  assert.deepEqual(script.ask(50, { life: 7n }), ["reply otherLife"]);
  assert.equal(script.ask(51, { life: 0n, operation: "read" })[0], "→ r1 *rTs 100.9");
});

test("answers are forgotten after a minute, and requests as old as that are refused", () => {
  const script = new DelegateScript();
  script.ask(50, { operation: "execute", name: "unknown" });
  const dueUs = script.core.nextDeadlineUs();
  assert.equal(dueUs, 60_000_000);
  script.core.tick({ nowUs: dueUs, clockUs: 60_001_600 });
  assert.deepEqual(script.ask(50, { operation: "execute", name: "unknown" }), ["reply otherLife"]);
  assert.deepEqual(script.ask(49, {}), ["reply otherLife"]);
  assert.deepEqual(script.ask(52, { operation: "execute", name: "unknown" }), [
    "reply failed VIVACE-NO-COMMAND",
  ]);
});

test("what is no request is dropped", () => {
  const script = new DelegateScript();
  const message = request("delegate", place.key, timestampOf(1, 1), { value: bytesOf("short") });
  assert.deepEqual(script.core.step({ source: clientEnd(1), message }, time), []);
});

/** What delegate `number` says to the request with the timestamp `ticks.1`. */
function said(
  script: ClientScript,
  number: number,
  ticks: number,
  reply: Partial<DelegationReply>,
): string[] {
  const value = encodeDelegationReply({ end: delegationEnd.done, life, data: undefined, ...reply });
  const asked = timestampOf(ticks, 1);
  const answered = { ...request("ackDelegate", place.key, asked, { value }), request: asked };
  return script.step({ source: replicaEnd(number), message: answered });
}

const delegates = [replicaEnd(1), replicaEnd(2)];
const isDelegate = (line: string) => line.includes(" delegate ");

test("a client asks its first delegate, learns its life, and asks again", () => {
  const script = new ClientScript({ delegates });
  assert.equal(script.write("v").length, 1);
  assert.match(said(script, 1, 100, { end: delegationEnd.otherLife })[0] ?? "", /^→ r1 delegate 101\.1/);
  assert.deepEqual(said(script, 1, 101, {}), ["operation 1 done"]);
  assert.equal(script.write("w").length, 1);
  assert.deepEqual(said(script, 1, 102, {}), ["operation 2 done"]);
});

test("when the life of its delegate ends, a client cannot tell whether its change was done", () => {
  const script = new ClientScript({ delegates });
  script.write("v");
  said(script, 1, 100, { end: delegationEnd.otherLife });
  const lines = said(script, 1, 101, { end: delegationEnd.otherLife, life: life + 1n });
  assert.deepEqual(lines, ["operation 1 failed: VIVACE-UNKNOWN"]);
});

test("a read goes to the other delegate when the first does not answer, and later operations begin there", () => {
  const script = new ClientScript({ delegates });
  assert.match(script.read()[0] ?? "", /^→ r1 delegate/);
  assert.deepEqual(script.wait().filter(isDelegate).length, 2);
  assert.deepEqual(said(script, 2, 100, { data: bytesOf("v") }), ['operation 1 done: "v"']);
  assert.match(script.read()[0] ?? "", /^→ r2 delegate/);
});

test("the error of a delegate is the error of the operation", () => {
  const script = new ClientScript({ delegates });
  script.execute("x", "unknown");
  said(script, 1, 100, { end: delegationEnd.otherLife });
  const failed = { end: delegationEnd.failed, data: bytesOf("VIVACE-NO-COMMAND") };
  assert.deepEqual(said(script, 1, 101, failed), ["operation 1 failed: VIVACE-NO-COMMAND"]);
});

test("in a world: one request and one answer at the client, and a local round trip more", () => {
  const world = quietWorld(figure5, { optimisations: noOptimisations }, true);
  perform(world, "c1", "write", "hello");
  let ofClient = 0;
  world.network.count((_message, _bytes, from, to) => {
    if (from === "c1" || to === "c1") ofClient += 1;
  });
  const [δ, d] = [1, 100];
  // The client's round trip, and the algorithm at r1: its local set is r1 itself, r4, r5.
  assert.equal(perform(world, "c1", "write", "again"), 2 * δ + (2 * δ + 2 * d));
  assert.equal(ofClient, 2);
});

test("in a world: when the delegate's machine is down, reads go on through another", () => {
  const world = quietWorld(
    { ...figure5, clients: [{ name: "c3", site: 1 }] },
    { retry: { initialUs: 50_000, minUs: 50_000, maxUs: 50_000 } },
    true,
  );
  perform(world, "c3", "write", "hello");
  world.crash("r2");
  const elapsedUs = begin(world, "c3", "read");
  world.simulation.runUntil(world.simulation.nowUs() + 1_000_000);
  assert.ok((elapsedUs() ?? 0) > 50_000, `${elapsedUs()}`);
});
