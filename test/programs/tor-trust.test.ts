import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RingWorldKindName } from "../../src/wire/index.js";
import {
  address,
  expectLeft,
  foreignStripe,
  ledStripe,
  port,
  stripes,
  TorBench,
} from "./support/tor-bench.js";

/** Where each kind of message may come from; from anywhere else it is forged. */
const origins: Readonly<Record<RingWorldKindName, readonly (keyof typeof port)[]>> = {
  ...from(["host", "logServer"], ["append", "ticket", "releaseQuery"]),
  ...from(["host", "logServer", "fabricToS2", "controller"], ["write", "read", "fill", "confirm", "trim"]),
  ...from([], ["pending", "advance", "grant", "release", "statusReply"]),
  ...from(["predecessor", "controller"], ["token"]),
  ...from(["predecessor"], ["tokenAck"]),
  ...from(["fabricToS2"], ["store", "witness", "fetch", "forget", "committed"]),
  ...from(["logServer", "fabricToS2"], ["stored", "refused", "data", "confirmed", "trimmed", "mark", "feed"]),
  ...from(["generator"], ["tick"]),
  ...from(["controller"], ["status", "setLane", "seal", "survey", "list", "recall", "restore", "install"]),
  ...from(["logServer"], ["sealed", "surveyed", "listed", "recalled", "restored", "installed"]),
};

function from<Kind extends RingWorldKindName>(
  roles: readonly (keyof typeof port)[],
  kinds: readonly Kind[],
): Readonly<Record<Kind, readonly (keyof typeof port)[]>> {
  return Object.fromEntries(kinds.map((kind) => [kind, roles])) as Record<
    Kind,
    readonly (keyof typeof port)[]
  >;
}

const roles = [
  "host",
  "logServer",
  "predecessor",
  "fabricToS2",
  "controller",
  "generator",
  "nobody",
] as const;

describe("a message that cannot come from where it comes from is counted, and leaves nothing behind", () => {
  const tor = new TorBench();
  const before = probe(tor);
  const refused = () => tor.refused("misplaced") + tor.refused("spoofed") + tor.refused("notMember");
  for (const kind of Object.keys(origins) as RingWorldKindName[]) {
    for (const role of roles.filter((candidate) => !origins[kind].includes(candidate))) {
      it(`${kind} from ${role}`, () => {
        const fields = { index: ledStripe, sequence: 1, tag: 77, replica: 1, dst: address.otherHost };
        const counted = refused();
        expectLeft(tor.send(port[role], kind, { ...fields, reply_to: address.host }), []);
        assert.equal(refused(), counted + 1);
        assert.deepEqual(probe(tor), before);
      });
    }
  }
});

describe("a switch that was told no view", () => {
  it("takes no token and begins no lane, of whatever view: not even of view 0", () => {
    const tor = new TorBench({ withoutView: true });
    const before = probe(tor);
    for (const view of [0, 1, 7, 0xffff_ffff]) {
      for (const arrival of [port.predecessor, port.controller]) {
        expectLeft(tor.send(arrival, "token", { view, sequence: 1, index: 16 }), []);
      }
      expectLeft(tor.send(port.controller, "setLane", { view, count: 0, sequence: 9 }), []);
      for (const kind of ["write", "fill", "confirm", "trim"] as const) {
        const left = tor.send(port.host, kind, { view, index: ledStripe, tag: 77, reply_to: address.host });
        expectLeft(left, [{ port: port.host, kind: "refused", code: "view", view: 0 }]);
      }
      tor.stored(1, ledStripe, { view });
      assert.deepEqual(tor.stored(2, ledStripe, { view }), []);
    }
    assert.deepEqual(probe(tor), before);
  });
});

describe("a controller that was left behind by a newer view", () => {
  it("begins no lane, starts no token, and does not stand in the way of those of the view", () => {
    const tor = new TorBench();
    const before = probe(tor);
    const lane = { count: 1, sequence: 3 };
    expectLeft(tor.send(port.controller, "setLane", { ...lane, view: 7 }), []);
    expectLeft(tor.send(port.controller, "token", { view: 7, sequence: 1, index: 16 }), []);
    assert.deepEqual(probe(tor), before);
    expectLeft(tor.send(port.controller, "setLane", lane), [{ kind: "statusReply" }]);
    assert.equal(probe(tor).tag, 3);
  });
});

/** What the switch tells its controller of itself. */
function probe(tor: TorBench) {
  const [reply] = tor.send(port.controller, "status", { reply_to: address.host, count: 1 });
  assert.ok(reply !== undefined);
  const { epoch, ticket, count, index, sequence, tag } = reply;
  return { epoch, ticket, count, index, sequence, tag };
}

describe("a host that forges", () => {
  const forged = [
    "token",
    "tokenAck",
    "stored",
    "confirmed",
    "data",
    "seal",
    "install",
    "setLane",
    "store",
  ] as const;

  it("is counted for every message that a host never sends", () => {
    const tor = new TorBench();
    for (const kind of forged)
      expectLeft(tor.send(port.host, kind, { index: ledStripe, dst: address.otherHost }), []);
    assert.equal(tor.refused("misplaced"), forged.length);
  });

  it("cannot send with another's address: neither messages nor anything else", () => {
    const tor = new TorBench();
    const [member] = address.replicas;
    for (const [at, src] of [
      [port.host, address.otherHost],
      [port.host, member],
      [port.logServer, member],
    ] as const) {
      expectLeft(tor.send(at, "write", { index: ledStripe, src: src ?? 0, tag: 77 }), []);
    }
    assert.equal(tor.sendFrame(port.host, plainPacket(address.otherHost, address.host)), 0);
    assert.equal(tor.refused("spoofed"), 4);
    assert.equal(tor.sendFrame(port.host, plainPacket(address.host, address.otherHost)), 1);
  });
});

describe("a log server that lies", () => {
  const at = ledStripe;

  it("votes once, as itself, whatever it says that it is", () => {
    const tor = new TorBench();
    tor.write(at);
    for (const replica of [1, 2, 4, 7]) expectLeft(tor.stored(1, at, { replica }), []);
    expectLeft(tor.stored(3, at, { replica: 1 }), [{ kind: "committed", index: BigInt(at) }]);
  });

  it("has no vote in a set of which it is no member", () => {
    const tor = new TorBench();
    tor.write(at);
    tor.stored(1, at);
    expectLeft(
      tor.send(port.logServer, "stored", { index: at, tag: 77, client: 7n, request: 1, replica: 2 }),
      [],
    );
    assert.equal(tor.refused("notMember"), 1);
    expectLeft(tor.stored(2, at), [{ kind: "committed", index: BigInt(at) }]);
  });

  it("answers clients for its own replica sets only", () => {
    const tor = new TorBench();
    const own = 0;
    for (const kind of ["confirmed", "data", "refused", "trimmed", "mark"] as const) {
      const fields = { replica: 1, dst: address.host };
      expectLeft(tor.send(port.logServer, kind, { ...fields, index: ledStripe }), []);
      expectLeft(tor.send(port.logServer, kind, { ...fields, index: stripes + own }), [
        { port: port.host, kind },
      ]);
    }
    assert.equal(tor.refused("notMember"), 5);
  });
});

/** An IPv4 packet that is no message of the protocol. */
function plainPacket(src: number, dst: number): Uint8Array {
  const bytes = new Uint8Array(64);
  const view = new DataView(bytes.buffer);
  view.setUint16(12, 0x0800);
  view.setUint8(14, 0x45);
  view.setUint16(16, 50);
  view.setUint8(22, 64);
  view.setUint8(23, 6);
  view.setUint32(26, src);
  view.setUint32(30, dst);
  return bytes;
}

describe("traffic classes", () => {
  const expedited = 46;

  it("are taken from hosts that may not claim them", () => {
    const [forwarded] = new TorBench().send(port.host, "write", { index: foreignStripe, dscp: expedited });
    assert.equal(forwarded?.dscp, 0);
  });

  it("are kept where the port is trusted", () => {
    for (const from of [port.logServer, port.fabricToS3]) {
      const [forwarded] = new TorBench().send(from, "write", { index: foreignStripe, dscp: expedited });
      assert.equal(forwarded?.dscp, expedited);
    }
  });

  it("that claim nothing stay as they are", () => {
    const [forwarded] = new TorBench().send(port.host, "write", { index: foreignStripe, dscp: 10 });
    assert.equal(forwarded?.dscp, 10);
  });
});
