import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { address, expectLeft, ledStripe, port, stripes, TorBench } from "./support/tor-bench.js";

const { host, controller, predecessor, successor, generator } = port;
const at = (position: number) => ledStripe + position * stripes;
const asker = { client: 7n, request: 1, reply_to: address.host };

// What the table of docs/PROTOCOL.md says of messages of other views, at a switch that is in view 1.
for (const [name, view] of [
  ["the view before, across the wrap", 0xffff_ffff],
  ["an old view", 0x9000_0000],
  ["a view that has not begun", 2],
] as const) {
  describe(`at a switch that is in view 1, a message of ${name}`, () => {
    it("moves no token: neither a token, nor one that says that the token has arrived", () => {
      const tor = new TorBench();
      expectLeft(tor.token(5, 40, { view }), []);
      expectLeft(tor.send(controller, "token", { view, sequence: 5, index: 40 }), []);
      tor.token(1, 0);
      tor.send(successor, "tokenAck", { view, sequence: 2 });
      expectLeft(tor.send(generator, "tick"), [{ port: successor, kind: "token", sequence: 2 }]);
      tor.send(successor, "tokenAck", { sequence: 2 });
      expectLeft(tor.send(generator, "tick"), []);
    });

    it("begins no lane", () => {
      const tor = new TorBench();
      expectLeft(tor.send(controller, "setLane", { view, count: 1, sequence: 3 }), []);
      tor.write(at(0));
      tor.stored(1, at(0));
      expectLeft(tor.stored(2, at(0)), [{ kind: "committed", index: BigInt(at(0)) }]);
    });

    it("is refused with the view of the switch, and takes no slot", () => {
      const tor = new TorBench();
      for (const kind of ["write", "fill", "confirm", "trim"] as const) {
        const left = tor.send(host, kind, { ...asker, view, index: at(0), tag: 78 });
        expectLeft(left, [{ port: host, kind: "refused", code: "view", view: 1 }]);
      }
      assert.equal(tor.write(at(0)).length, 3, "another value takes the slot");
    });

    it("is no vote", () => {
      const tor = new TorBench();
      tor.write(at(0));
      tor.stored(1, at(0));
      for (const member of [2, 3]) expectLeft(tor.stored(member, at(0), { view }), []);
      expectLeft(tor.stored(2, at(0)), [{ kind: "committed" }]);
    });

    it("may read: what was committed in an old view is committed in every later one", () => {
      const tor = new TorBench();
      tor.token(1, 0);
      tor.write(at(0));
      tor.stored(1, at(0));
      tor.stored(2, at(0));
      const [fetch] = tor.send(host, "read", { ...asker, view, index: at(0) });
      assert.equal(fetch?.kind, "fetch");
      expectLeft(tor.send(host, "read", { ...asker, view, index: at(1) }), [
        { kind: "refused", code: "notCommitted", view: 1 },
      ]);
    });
  });
}

describe("what still loops in a switch when a new view begins", () => {
  it("an append that waits for a token gets no index of it", () => {
    const tor = new TorBench({ recirculationDelayUs: 500 });
    expectLeft(tor.send(host, "append", { ...asker, tag: 77 }), []);
    tor.enterView(2);
    const left = [
      ...tor.send(predecessor, "token", { view: 2, sequence: 9, index: 40 }),
      ...tor.wait(20_000),
    ];
    assert.deepEqual(
      left.filter(({ kind }) => kind === "write" || kind === "store"),
      [],
    );
    expectLeft(tor.send(generator, "tick"), [{ port: successor, kind: "token", view: 2 }]);
  });

  it("an acknowledgement that still moves the cursor on is told to nobody", () => {
    const [same, newer] = [1, 2].map((view) => {
      // The first loops of a packet take no time; a cursor with several steps to go takes more of them.
      const tor = new TorBench({ recirculationDelayUs: 10_000 });
      for (const position of [3, 2, 1, 0]) {
        tor.write(at(position));
        tor.stored(1, at(position));
        const told = tor.stored(2, at(position)).map(({ index }) => index);
        assert.deepEqual(told, position === 0 ? [] : [BigInt(at(position))]);
      }
      tor.enterView(view);
      return tor.wait(50_000);
    });
    expectLeft(same ?? [], [{ port: host, kind: "committed", index: BigInt(at(0)) }]);
    expectLeft(newer ?? [], []);
  });
});
