import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  address,
  expectLeft,
  foreignStripe,
  ledStripe,
  port,
  stripes,
  TorBench,
} from "./support/tor-bench.js";

const { host, controller } = port;
const at = (position: number) => ledStripe + stripes * position;
const committed = { port: host, kind: "committed", dst: address.host };
const window = 1024;

describe("a write", () => {
  it("goes to every member of the replica set, each with its own bit", () => {
    const left = new TorBench().write(at(0));
    const members = [port.fabricToS2, port.fabricToS3, port.fabricToS4].map((number, member) => ({
      port: number,
      kind: "store",
      index: BigInt(at(0)),
      replica: 1 << member,
      dst: address.replicas[member] ?? 0,
      src: address.switch,
      tag: 77,
      payload: "value",
    }));
    expectLeft(left, members);
  });

  it("is committed by the second acknowledgement, once", () => {
    const tor = new TorBench();
    tor.write(at(0));
    expectLeft(tor.stored(1, at(0)), []);
    expectLeft(tor.stored(1, at(0)), []);
    expectLeft(tor.stored(2, at(0)), [{ ...committed, index: BigInt(at(0)), client: 7n, request: 1 }]);
    expectLeft(tor.stored(3, at(0)), []);
    expectLeft(tor.stored(2, at(0)), []);
  });

  it("that comes again is stored again, and answered when it is committed", () => {
    const tor = new TorBench();
    tor.write(at(1));
    assert.equal(tor.write(at(1)).length, 3);
    tor.stored(1, at(1));
    tor.stored(3, at(1));
    expectLeft(tor.write(at(1)), [committed]);
  });

  it("for an index of which another value is in progress is a conflict", () => {
    const tor = new TorBench();
    tor.write(at(0));
    expectLeft(tor.write(at(0), { tag: 78, request: 2 }), [
      { port: host, kind: "refused", code: "conflict" },
    ]);
  });

  it("behind the commit cursor is past, beyond its window busy", () => {
    const tor = new TorBench();
    tor.write(at(0));
    tor.stored(1, at(0));
    tor.stored(2, at(0));
    expectLeft(tor.write(at(0), { tag: 78 }), [{ kind: "refused", code: "past", sequence: 1 }]);
    expectLeft(tor.write(at(window + 1)), [{ kind: "refused", code: "busy", sequence: 1 }]);
    assert.equal(tor.write(at(window)).length, 3);
  });

  it("of another view is refused with the view of the switch", () => {
    expectLeft(new TorBench().write(at(0), { view: 2 }), [
      { port: host, kind: "refused", code: "view", view: 1 },
    ]);
  });

  it("for an index that another switch leads goes there, and so does an acknowledgement", () => {
    const tor = new TorBench();
    const forwarded = { port: port.fabricToS2, dst: address.switch2 };
    expectLeft(tor.write(foreignStripe), [{ ...forwarded, kind: "write", payload: "value" }]);
    expectLeft(tor.send(port.logServer, "stored", { index: foreignStripe, replica: 1 }), [
      { ...forwarded, kind: "stored" },
    ]);
  });
});

describe("acknowledgements", () => {
  it("count for the value of the slot only", () => {
    const tor = new TorBench();
    tor.write(at(0));
    tor.stored(1, at(0));
    expectLeft(tor.stored(2, at(0), { tag: 78 }), []);
    expectLeft(tor.stored(2, at(0), { view: 2 }), []);
    expectLeft(tor.stored(2, at(1)), []);
    expectLeft(tor.stored(2, at(0)), [committed]);
  });

  it("of later indices wait for the earlier ones, and the cursor passes them all at once", () => {
    const tor = new TorBench();
    for (const position of [0, 1, 2]) tor.write(at(position));
    for (const position of [2, 1]) {
      tor.stored(1, at(position));
      expectLeft(tor.stored(2, at(position)), [{ ...committed, index: BigInt(at(position)) }]);
    }
    expectLeft(tor.write(at(window), { tag: 5 }), [{ kind: "refused", code: "busy", sequence: 0 }]);
    tor.stored(1, at(0));
    expectLeft(tor.stored(2, at(0)), [{ ...committed, index: BigInt(at(0)) }]);
    expectLeft(tor.write(at(1), { tag: 5 }), [{ kind: "refused", code: "past", sequence: 3 }]);
  });

  it("of a later round of the slots do not count for an earlier one", () => {
    const tor = new TorBench();
    tor.send(controller, "setLane", { count: 1, sequence: 5, reply_to: address.host });
    tor.write(at(5));
    tor.stored(1, at(5));
    expectLeft(tor.stored(2, at(5 + window)), []);
    expectLeft(tor.stored(2, at(5)), [committed]);
  });
});

describe("junk", () => {
  const fill = { reply_to: address.host, client: 7n, request: 9 };
  const junk = { tag: 0, client: 0n, request: 9 };

  it("fills an index that stands still, once every member of the set has it", () => {
    const tor = new TorBench();
    const left = tor.send(host, "fill", { index: at(0), ...fill });
    assert.deepEqual(
      left.map(({ kind, tag, payload }) => ({ kind, tag, payload })),
      Array(3).fill({ kind: "store", tag: 0, payload: "" }),
    );
    for (const member of [1, 3, 1]) expectLeft(tor.stored(member, at(0), junk), []);
    expectLeft(tor.stored(2, at(0), junk), [{ kind: "committed", index: BigInt(at(0)) }]);
    expectLeft(tor.write(at(0)), [{ kind: "refused", code: "past" }]);
  });

  it("does not take the acknowledgements of the value, nor give it its own", () => {
    const tor = new TorBench();
    tor.write(at(0));
    tor.send(host, "fill", { index: at(0), ...fill });
    tor.stored(1, at(0));
    expectLeft(tor.stored(2, at(0), junk), []);
    expectLeft(tor.stored(3, at(0)), [committed]);
  });

  it("of an index that was passed is answered at once", () => {
    const tor = new TorBench();
    tor.write(at(0));
    tor.stored(1, at(0));
    tor.stored(2, at(0));
    expectLeft(tor.send(host, "fill", { index: at(0), ...fill }), [{ kind: "committed" }]);
  });
});

describe("a read", () => {
  const read = { reply_to: address.host, client: 7n, request: 3 };

  it("is answered by a log server of the set, another one at each attempt, once the index is committed", () => {
    const tor = new TorBench();
    tor.write(at(0));
    expectLeft(tor.send(host, "read", { index: at(0), ...read }), [
      { port: host, kind: "refused", code: "notCommitted" },
    ]);
    tor.stored(1, at(0));
    tor.stored(2, at(0));
    const asked = [0, 1, 2].map((count) => tor.send(host, "read", { index: at(0), count, ...read })[0]);
    assert.deepEqual(
      asked.map((message) => message && [message.kind, message.dst, message.reply_to]),
      address.replicas.map((server) => ["fetch", server, address.host]),
    );
    assert.equal(tor.send(host, "read", { index: at(0), count: 255, ...read }).length, 3);
  });

  it("of an index where junk was proposed is a vote", () => {
    const tor = new TorBench();
    tor.write(at(0));
    tor.send(host, "fill", { index: at(0), ...read });
    tor.stored(1, at(0));
    tor.stored(2, at(0));
    const [fetch] = tor.send(host, "read", { index: at(0), ...read });
    assert.equal(fetch?.code, "notCommitted");
  });

  it("of an index of another switch goes there", () => {
    expectLeft(new TorBench().send(host, "read", { index: foreignStripe, ...read }), [
      { port: port.fabricToS2, kind: "read", dst: address.switch2 },
    ]);
  });
});

describe("the commit cursor", () => {
  it("begins where the controller says, once in a view", () => {
    const tor = new TorBench();
    const set = (sequence: number) => {
      const fields = { count: 1, sequence, code: 1, request: 4, reply_to: address.host };
      expectLeft(tor.send(controller, "setLane", fields), [{ kind: "statusReply", request: 4, tag: 0 }]);
      const [reply] = tor.send(controller, "status", { count: 1 });
      return reply?.tag;
    };
    assert.equal(set(100), 100);
    assert.equal(set(90), 100);
    assert.equal(set(110), 100);
    expectLeft(tor.write(at(99)), [{ kind: "refused", code: "past", sequence: 100 }]);
  });

  it("passes 2^31 and 2^32 positions", () => {
    const tor = new TorBench();
    const big = (position: bigint) => BigInt(ledStripe) + BigInt(stripes) * position;
    tor.send(controller, "setLane", { count: 1, sequence: 0xffff_fffe, reply_to: address.host });
    for (const position of [0xffff_fffen, 0xffff_ffffn, 0x1_0000_0000n]) {
      assert.equal(tor.write(big(position)).length, 3, `a write of ${position}`);
      tor.stored(1, big(position));
      expectLeft(tor.stored(2, big(position)), [{ ...committed, index: big(position) }]);
    }
    expectLeft(tor.write(big(0x1_0000_0000n), { tag: 5 }), [{ kind: "refused", code: "past", sequence: 1 }]);
  });
});
