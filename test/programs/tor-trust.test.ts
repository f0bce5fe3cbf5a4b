import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RingWorldKindName } from "../../src/wire/index.js";
import { address, expectLeft, foreignStripe, ledStripe, port, TorBench } from "./support/tor-bench.js";

/** Where each kind of message may come from; from anywhere else it is forged. */
const origins: Readonly<Record<RingWorldKindName, readonly (keyof typeof port)[]>> = {
  ...from(["host", "logServer"], ["append", "ticket", "releaseQuery"]),
  ...from(["host", "logServer", "fabricToS2", "controller"], ["write", "read", "fill", "confirm"]),
  ...from([], ["pending", "advance", "grant", "release", "statusReply"]),
  ...from(["predecessor", "controller"], ["token"]),
  ...from(["predecessor"], ["tokenAck"]),
  ...from(["fabricToS2"], ["store", "witness", "fetch", "committed"]),
  ...from(["logServer", "fabricToS2"], ["stored", "refused", "data", "confirmed"]),
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

describe("a message that cannot come from where it comes from leaves nothing behind", () => {
  const tor = new TorBench();
  const before = probe(tor);
  for (const kind of Object.keys(origins) as RingWorldKindName[]) {
    for (const role of roles.filter((candidate) => !origins[kind].includes(candidate))) {
      it(`${kind} from ${role}`, () => {
        const fields = { index: ledStripe, sequence: 1, tag: 77, replica: 1, dst: address.otherHost };
        expectLeft(tor.send(port[role], kind, { ...fields, reply_to: address.host }), []);
        assert.deepEqual(probe(tor), before);
      });
    }
  }
});

/** What the switch tells its controller of itself. */
function probe(tor: TorBench) {
  const [reply] = tor.send(port.controller, "status", { reply_to: address.host, count: 1 });
  assert.ok(reply !== undefined);
  const { epoch, ticket, count, index, sequence, tag } = reply;
  return { epoch, ticket, count, index, sequence, tag };
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
