import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { address, expectLeft, port, TorBench } from "./support/tor-bench.js";

const { host, otherHost, api, successor, predecessor, generator } = port;
const request = { client: 7n, request: 1, reply_to: address.host };

describe("the token", () => {
  it("goes on with the next number, is acknowledged, and tells the rack what was released", () => {
    expectLeft(new TorBench().token(1, 40), [
      { port: host, kind: "release", index: 40n, count: 0 },
      { port: otherHost, kind: "release", index: 40n, count: 0 },
      { port: api, kind: "release", index: 40n, count: 0 },
      { port: successor, kind: "token", index: 40n, sequence: 2 },
      { port: predecessor, kind: "tokenAck", sequence: 1 },
    ]);
  });

  it("takes the tickets of the rack with it", () => {
    const tor = new TorBench();
    expectLeft(tor.send(host, "ticket", { ...request, count: 5 }), [
      { port: host, kind: "grant", ticket: 0, count: 5, view: 1, dst: address.host, client: 7n, request: 1 },
    ]);
    expectLeft(tor.send(otherHost, "ticket", { ...request, count: 3, reply_to: address.otherHost }), [
      { port: otherHost, kind: "grant", ticket: 5, count: 3 },
    ]);
    const left = tor.token(1, 100);
    expectLeft(
      left.filter(({ kind }) => kind === "token"),
      [{ index: 108n, sequence: 2 }],
    );
    expectLeft(
      left.filter((message) => message.port === host),
      [{ kind: "release", ticket: 0, count: 8, index: 100n }],
    );
    expectLeft(
      tor.token(5, 120).filter(({ kind }) => kind === "token"),
      [{ index: 120n, sequence: 6 }],
    );
  });

  it("is taken once: a duplicate is acknowledged, and gives nothing out", () => {
    const tor = new TorBench();
    tor.token(9, 40);
    tor.send(host, "ticket", { ...request, count: 5 });
    expectLeft(tor.token(9, 40), [{ port: predecessor, kind: "tokenAck", sequence: 9 }]);
    expectLeft(tor.token(8, 30), [{ port: predecessor, kind: "tokenAck", sequence: 8 }]);
    const [token] = tor.token(13, 60).filter(({ kind }) => kind === "token");
    assert.equal(token?.index, 65n);
  });

  it("of another view is refused without a word", () => {
    const tor = new TorBench();
    expectLeft(tor.token(1, 40, { view: 2 }), []);
    expectLeft(tor.token(1, 40, { view: 0 }), []);
    assert.equal(tor.token(1, 40).length, 5);
  });

  it("counts past 2^31 and past 2^32", () => {
    const tor = new TorBench();
    for (const sequence of [0x7fff_fff0, 0xffff_ffd0, 0xffff_ffff, 3]) {
      const [token] = tor.token(sequence, 1).filter(({ kind }) => kind === "token");
      assert.equal(token?.sequence, (sequence + 1) % 2 ** 32);
    }
    expectLeft(tor.token(0xffff_ffff, 1), [{ port: predecessor, kind: "tokenAck" }]);
  });

  for (const [arrived, tickets] of [
    [0xffff_ffffn, 3],
    [0xffff_fffdn, 2],
    [0xffff_fffdn, 3],
    [0x7fff_ffffn, 1],
    [0x1_ffff_fff0n, 4095],
    [0xffff_ffff_ffff_ffffn, 2],
  ] as const) {
    it(`carries from the lower half of 0x${arrived.toString(16)} and ${tickets} to the upper one`, () => {
      const tor = new TorBench();
      tor.send(host, "ticket", { ...request, count: tickets });
      const left = tor.token(1, arrived);
      const [token] = left.filter(({ kind }) => kind === "token");
      assert.equal(token?.index, BigInt.asUintN(64, arrived + BigInt(tickets)));
      expectLeft(
        left.filter((message) => message.port === host),
        [{ kind: "release", index: arrived, count: tickets }],
      );
    });
  }

  it("is sent again by a tick until it is acknowledged", () => {
    const tor = new TorBench();
    expectLeft(tor.send(generator, "tick"), []);
    tor.send(host, "ticket", { ...request, count: 2 });
    tor.token(1, 0xffff_ffffn);
    const again = [{ port: successor, kind: "token", sequence: 2, index: 0x1_0000_0001n, view: 1 }];
    expectLeft(tor.send(generator, "tick"), again);
    expectLeft(tor.send(generator, "tick"), again);
    tor.send(successor, "tokenAck", { sequence: 1 });
    expectLeft(tor.send(generator, "tick"), again);
    tor.send(successor, "tokenAck", { sequence: 2 });
    expectLeft(tor.send(generator, "tick"), []);
  });
});

describe("tickets", () => {
  it("of count 0 ask for the tail and take none", () => {
    const tor = new TorBench();
    expectLeft(tor.send(host, "ticket", { ...request, count: 0 }), [{ kind: "grant", ticket: 0, count: 0 }]);
    expectLeft(tor.send(host, "ticket", { ...request, count: 2 }), [{ kind: "grant", ticket: 0, count: 2 }]);
    expectLeft(tor.send(host, "ticket", { ...request, count: 0 }), [{ kind: "grant", ticket: 2, count: 0 }]);
  });

  it("carry the epoch in which they were given", () => {
    const tor = new TorBench();
    const [first] = tor.send(host, "ticket", { ...request, count: 1 });
    tor.token(1, 0);
    const [second] = tor.send(host, "ticket", { ...request, count: 1 });
    assert.ok(first !== undefined && second !== undefined);
    assert.equal(second.epoch, first.epoch + 1);
    assert.equal(second.ticket, 1);
  });

  it("are not given by the thousands", () => {
    const tor = new TorBench();
    expectLeft(tor.send(host, "ticket", { ...request, count: 4096 }), [
      { port: host, kind: "refused", code: "tooLarge" },
    ]);
    expectLeft(tor.send(host, "ticket", { ...request, count: 4095 }), [{ kind: "grant", ticket: 0 }]);
  });

  it("are released again to a host that lost the release", () => {
    const tor = new TorBench();
    const [grant] = tor.send(host, "ticket", { ...request, count: 4 });
    assert.ok(grant !== undefined);
    const query = { ...request, epoch: grant.epoch };
    expectLeft(tor.send(host, "releaseQuery", query), []);
    tor.token(1, 50);
    tor.token(5, 80);
    expectLeft(tor.send(host, "releaseQuery", query), [
      { port: host, kind: "release", epoch: grant.epoch, ticket: 0, index: 50n, dst: address.host },
    ]);
  });

  it("of an epoch that is long past are forgotten", () => {
    const tor = new TorBench();
    const [grant] = tor.send(host, "ticket", { ...request, count: 1 });
    assert.ok(grant !== undefined);
    for (let lap = 0; lap < 300; lap += 1) tor.token(4 * lap + 1, lap);
    expectLeft(tor.send(host, "releaseQuery", { ...request, epoch: grant.epoch }), [
      { port: host, kind: "refused", code: "epochPast" },
    ]);
  });
});

describe("an append that waits in the switch", () => {
  it("gets its index when the token comes, and goes to the leader of that index", () => {
    const tor = new TorBench();
    expectLeft(tor.send(host, "append", { ...request, tag: 77, payload: "value" }), []);
    tor.send(host, "ticket", { ...request, count: 2 });
    const left = [...tor.token(1, 4), ...tor.wait(2_000)].filter(({ kind }) => kind === "write");
    expectLeft(left, [
      { port: port.fabricToS2, index: 5n, tag: 77, client: 7n, payload: "value", dst: address.switch2 },
    ]);
  });

  it("is stored at once where this switch leads", () => {
    const tor = new TorBench();
    tor.send(host, "append", { ...request, tag: 77, payload: "value" });
    const left = [...tor.token(1, 3), ...tor.wait(2_000)].filter(({ kind }) => kind === "store");
    assert.deepEqual(
      left.map(({ port: number, index, replica, dst }) => ({ number, index, replica, dst })),
      [1, 2, 4].map((replica, member) => ({
        number: [port.fabricToS2, port.fabricToS3, port.fabricToS4][member],
        index: 4n,
        replica,
        dst: address.replicas[member],
      })),
    );
  });
});
