import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { address, expectLeft, port, TorBench } from "./support/tor-bench.js";

const { host } = port;
const request = { client: 7n, request: 1, reply_to: address.host };

for (const [name, last] of [
  ["2^31", 2 ** 31 - 1],
  ["2^32", 2 ** 32 - 1],
] as const) {
  describe(`counters of a sequencer that pass ${name}`, () => {
    it("tickets: those on both sides get indices one after the other", () => {
      const tor = new TorBench();
      tor.write32("arrivals", last - 1);
      tor.write32("released", last - 1);
      const tickets = [1, 2, 3].map((count) => {
        const [grant] = tor.send(host, "ticket", { ...request, count });
        return grant?.ticket;
      });
      assert.deepEqual(tickets, [last - 1, last, (last + 2) % 2 ** 32]);
      const left = tor.token(1, 50);
      expectLeft(
        left.filter((message) => message.port === host),
        [{ kind: "release", ticket: last - 1, count: 6, index: 50n }],
      );
      expectLeft(
        left.filter(({ kind }) => kind === "token"),
        [{ index: 56n }],
      );
    });

    it("epochs: one that was closed before is remembered, and forgotten in time", () => {
      const tor = new TorBench({ sizes: { epochBits: 1 } });
      tor.write32("epoch", last);
      const [grant] = tor.send(host, "ticket", { ...request, count: 1 });
      assert.equal(grant?.epoch, last);
      tor.token(1, 50);
      const query = { ...request, epoch: last };
      expectLeft(tor.send(host, "releaseQuery", query), [{ kind: "release", epoch: last, index: 50n }]);
      tor.token(5, 60);
      expectLeft(tor.send(host, "releaseQuery", query), [{ kind: "refused", code: "epochPast" }]);
    });

    it("hops: an older token is a duplicate on both sides, also when the newest has number 0", () => {
      const tor = new TorBench();
      tor.write32("token_sequence", last - 3);
      for (const sequence of [last, (last + 1) % 2 ** 32, (last + 5) % 2 ** 32]) {
        expectLeft(
          tor.token(sequence, 60).filter(({ kind }) => kind === "token"),
          [{ index: 60n, sequence: (sequence + 1) % 2 ** 32 }],
        );
        expectLeft(tor.token(last - 1, 40), [{ kind: "tokenAck", sequence: last - 1 }]);
      }
    });
  });
}
