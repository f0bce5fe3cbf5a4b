import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { address, expectLeft, ledStripe, port, stripes, TorBench } from "./support/tor-bench.js";

const { host } = port;
const at = (position: number) => ledStripe + stripes * position;
const request = { client: 7n, request: 1, reply_to: address.host };

describe("a switch with four slots a lane", () => {
  const small = () => new TorBench({ sizes: { windowBits: 2 } });

  it("refuses the fifth position as busy", () => {
    const tor = small();
    assert.equal(tor.write(at(3)).length, 3);
    expectLeft(tor.write(at(4)), [{ port: host, kind: "refused", code: "busy" }]);
  });

  it("uses each slot again and again, and never for two positions at once", () => {
    const tor = small();
    for (let position = 0; position < 20; position += 1) {
      const tag = 100 + position;
      assert.equal(tor.write(at(position), { tag }).length, 3);
      expectLeft(tor.stored(1, at(position), { tag }), []);
      expectLeft(tor.stored(1, at(position - 4), { tag: tag - 4 }), []);
      expectLeft(tor.stored(2, at(position - 4), { tag: tag - 4 }), []);
      expectLeft(tor.stored(2, at(position), { tag }), [{ kind: "committed", index: BigInt(at(position)) }]);
      expectLeft(tor.write(at(position), { tag: 1 }), [
        { kind: "refused", code: "past", sequence: position + 1 },
      ]);
    }
  });
});

describe("a switch that remembers two epochs", () => {
  it("releases the tickets of the last one, and of the one before no more", () => {
    const tor = new TorBench({ sizes: { epochBits: 1 } });
    for (let lap = 0; lap < 6; lap += 1) {
      const [grant] = tor.send(host, "ticket", { ...request, count: 1 });
      assert.ok(grant !== undefined);
      tor.token(4 * lap + 1, 10 * lap);
      const release = { port: host, kind: "release", epoch: lap, ticket: lap, index: BigInt(10 * lap) };
      expectLeft(tor.send(host, "releaseQuery", { ...request, epoch: grant.epoch }), [release]);
      if (lap === 0) continue;
      expectLeft(tor.send(host, "releaseQuery", { ...request, epoch: grant.epoch - 1 }), [
        { port: host, kind: "refused", code: "epochPast" },
      ]);
    }
  });

  it("gives no index to an append that loops for longer than that", () => {
    const appended = (laps: number) => {
      const tor = new TorBench({ sizes: { epochBits: 1 }, recirculationDelayUs: 5_000 });
      tor.send(host, "append", { ...request, tag: 77, payload: "value" });
      const left = Array.from({ length: laps }, (_, lap) => tor.token(4 * lap + 1, 10 * lap + 4)).flat();
      return [...left, ...tor.wait(50_000)].filter(({ kind }) => kind === "write").map(({ index }) => index);
    };
    assert.deepEqual(appended(1), [5n]);
    assert.deepEqual(appended(2), []);
  });
});

it("a switch that gives out few tickets at once refuses more", () => {
  const tor = new TorBench({ sizes: { ticketsBits: 3 } });
  expectLeft(tor.send(host, "ticket", { ...request, count: 7 }), [{ kind: "grant", count: 7 }]);
  expectLeft(tor.send(host, "ticket", { ...request, count: 8 }), [{ kind: "refused", code: "tooLarge" }]);
});
