import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HostRules } from "../../controller/view/host-rules.js";
import { address, benchFabric, ledStripe, port, stripes, TorBench } from "./support/tor-bench.js";

const value = "v".repeat(1000);

/** A bench whose hosts have rules beside the plan. */
function ruled(rule: (rules: HostRules) => void): TorBench {
  const rules = new HostRules(benchFabric);
  rule(rules);
  return new TorBench({ rules });
}

/** What a log server sends to a subscriber for each of many indices: a mark, then the entry; streams take turns. */
function feed(tor: TorBench, entries: number, streams: number): number {
  let bytes = 0;
  for (let at = 0; at < entries; at += 1) {
    const fields = {
      index: ledStripe + at * stripes,
      dst: address.host,
      stream: 1 + (at % streams),
      tag: 77,
    };
    for (const kind of ["mark", "feed"] as const) {
      const left = tor.send(port.fabricToS2, kind, { ...fields, payload: kind === "feed" ? value : "" });
      for (const each of left) bytes += headerBytes + each.payload.length;
    }
  }
  return bytes;
}

/** Ethernet, IPv4, UDP and the message's header. */
const headerBytes = 14 + 20 + 8 + 64;

describe("the filter of a subscriber's port", () => {
  it("lets the entries of its streams through, and of the others only the marks", () => {
    const tor = ruled((rules) => rules.subscribe("client-1-1", [7]));
    const send = (kind: "mark" | "feed", stream: number) =>
      tor.send(port.fabricToS2, kind, { index: ledStripe, dst: address.host, stream }).length;
    assert.deepEqual([send("mark", 7), send("feed", 7)], [1, 1]);
    assert.deepEqual([send("mark", 8), send("feed", 8)], [1, 0]);
    assert.deepEqual([send("mark", 0), send("feed", 0)], [1, 0]);
  });

  it("keeps everything from who subscribes to nothing, and touches no other answer", () => {
    const tor = new TorBench();
    const send = (kind: "feed" | "data") =>
      tor.send(port.fabricToS2, kind, { index: ledStripe, dst: address.host, stream: 7 }).length;
    assert.deepEqual([send("feed"), send("data")], [0, 1]);
  });

  it("stands at the ports of hosts: what goes on to other racks is for their switches to judge", () => {
    const tor = new TorBench();
    const [passed] = tor.send(port.fabricToS2, "feed", {
      index: ledStripe,
      dst: address.replicas[1] ?? 0,
      stream: 7,
    });
    assert.equal(passed?.port, port.fabricToS3);
  });

  it("takes the bytes of the streams that nobody wants from the link: of four streams, three quarters", () => {
    const entries = 40;
    const all = feed(
      ruled((rules) => rules.subscribe("client-1-1", [1, 2, 3, 4])),
      entries,
      4,
    );
    const one = feed(
      ruled((rules) => rules.subscribe("client-1-1", [2])),
      entries,
      4,
    );
    const none = feed(new TorBench(), entries, 4);
    const entry = headerBytes + value.length;
    assert.equal(all, entries * (headerBytes + entry));
    assert.equal(one, entries * headerBytes + (entries / 4) * entry);
    assert.equal(none, entries * headerBytes);
    assert.ok(one / all < 0.34, `${one} of ${all} bytes`);
  });
});

describe("a fenced log server", () => {
  /** `log-1-2` is the third member of set 2, behind port 2; stripe 2 is of that set, and led by s3. */
  const server = { port: 2, address: address.switch - 254 + 2 };
  const fenced = () => ruled((rules) => rules.fence("log-1-2", { byHand: true, reason: "suspected" }));

  it("gets no request, and who sent it is told", () => {
    for (const kind of ["store", "fetch", "witness", "forget"] as const) {
      const fields = { index: 2, dst: server.address, reply_to: address.otherHost, tag: 5 };
      const [told, ...more] = fenced().send(port.fabricToS3, kind, fields);
      assert.deepEqual(
        [told?.port, told?.kind, told?.code],
        [port.otherHost, "refused", "serverFenced"],
        kind,
      );
      assert.deepEqual(more, []);
      const [passed] = new TorBench().send(port.fabricToS3, kind, fields);
      assert.deepEqual([passed?.port, passed?.kind], [server.port, kind]);
    }
  });

  it("has no say: what it answers is dropped and counted", () => {
    const tor = fenced();
    const kinds = ["stored", "data", "confirmed", "trimmed", "refused", "mark", "feed"] as const;
    for (const kind of kinds) {
      const fields = { index: 2, src: server.address, dst: address.host, replica: 4 };
      assert.deepEqual(tor.send(server.port, kind, fields), [], kind);
    }
    assert.equal(tor.refused("fenced"), kinds.length);
  });

  it("has its value back that it sends in place of junk, and its client hears nothing of the fence", () => {
    const fields = { index: 2, src: server.address, dst: address.switch, reply_to: address.host, tag: 5 };
    const [told, ...more] = fenced().send(server.port, "write", fields);
    assert.deepEqual([told?.port, told?.kind, told?.code], [server.port, "refused", "fenced"]);
    assert.deepEqual(more, []);
  });

  it("is still heard by the controller, and hears it: that is how it comes back", () => {
    const tor = fenced();
    const [survey] = tor.send(port.controller, "survey", { dst: server.address });
    assert.equal(survey?.port, server.port);
    const [surveyed] = tor.send(server.port, "surveyed", { src: server.address });
    assert.equal(surveyed?.port, port.controller);
  });
});

describe("a fenced host", () => {
  it("is refused whatever it asks of the log, and takes no ticket and no slot", () => {
    const tor = ruled((rules) => rules.fence("client-1-1", { byHand: true, reason: "an old writer" }));
    const status = () => tor.send(port.controller, "status", { count: 1 })[0];
    const before = status();
    for (const kind of [
      "append",
      "ticket",
      "write",
      "read",
      "fill",
      "confirm",
      "trim",
      "releaseQuery",
    ] as const) {
      const fields = { index: ledStripe, count: 1, tag: 5, reply_to: address.host };
      const [told, ...more] = tor.send(port.host, kind, fields);
      assert.deepEqual([told?.port, told?.kind, told?.code], [port.host, "refused", "fenced"], kind);
      assert.deepEqual(more, []);
    }
    const forged = { index: ledStripe, count: 1, tag: 5, reply_to: address.otherHost };
    const toldOf = tor.send(port.host, "write", forged).map((told) => told.port);
    assert.deepEqual(toldOf, [port.host], "and nobody else is refused in its name");
    assert.deepEqual(status(), before);
    const fields = { index: ledStripe, tag: 6, payload: "x", reply_to: address.otherHost };
    assert.equal(tor.send(port.otherHost, "write", fields).length, 3, "the slot is free");
  });
});
