import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Arbitration, type Notice, P4RuntimeError } from "p4runtime-js-grpc";

/** Notices as lines: `a: OK 5`. */
function transcript(notices: readonly Notice<string>[]): string[] {
  return notices.map(({ client, code, electionId }) => `${client}: ${code} ${electionId ?? "unset"}`);
}

function fails(code: string, act: () => unknown): void {
  assert.throws(act, (error) => error instanceof P4RuntimeError && error.code === code);
}

const claim = (electionId?: bigint, role = "") => ({ role, electionId });

describe("arbitration (sections 5.3 and 5.4)", () => {
  it("makes the first controller primary", () => {
    const arbitration = new Arbitration<string>();
    assert.deepEqual(transcript(arbitration.update("a", claim(5n))), ["a: OK 5"]);
    assert.ok(arbitration.isPrimary("a"));
  });

  it("tells only a backup that it is one", () => {
    const arbitration = new Arbitration<string>();
    arbitration.update("a", claim(5n));
    assert.deepEqual(transcript(arbitration.update("b", claim(3n))), ["b: ALREADY_EXISTS 5"]);
    assert.ok(arbitration.isPrimary("a"));
  });

  it("tells all when a greater id takes over, the new primary last", () => {
    const arbitration = new Arbitration<string>();
    arbitration.update("a", claim(5n));
    arbitration.update("b", claim(3n));
    assert.deepEqual(transcript(arbitration.update("c", claim(2n ** 128n - 1n))), [
      `a: ALREADY_EXISTS ${2n ** 128n - 1n}`,
      `b: ALREADY_EXISTS ${2n ** 128n - 1n}`,
      `c: OK ${2n ** 128n - 1n}`,
    ]);
    assert.ok(!arbitration.isPrimary("a"));
  });

  it("has no primary after the primary left, and remembers its id", () => {
    const arbitration = new Arbitration<string>();
    arbitration.update("a", claim(5n));
    arbitration.update("b", claim(3n));
    assert.deepEqual(transcript(arbitration.leave("a")), ["b: NOT_FOUND 5"]);
    assert.deepEqual(transcript(arbitration.update("b", claim(4n))), ["b: NOT_FOUND 5"]);
    assert.deepEqual(transcript(arbitration.update("b", claim(5n))), ["b: OK 5"]);
  });

  it("tells nobody when a backup leaves", () => {
    const arbitration = new Arbitration<string>();
    arbitration.update("a", claim(5n));
    arbitration.update("b", claim(3n));
    assert.deepEqual(arbitration.leave("b"), []);
    assert.deepEqual(arbitration.leave("b"), []);
  });

  it("lets a primary step down", () => {
    const arbitration = new Arbitration<string>();
    arbitration.update("a", claim(5n));
    arbitration.update("b", claim(3n));
    assert.deepEqual(transcript(arbitration.update("a", claim(1n))), ["a: NOT_FOUND 5", "b: NOT_FOUND 5"]);
    fails("PERMISSION_DENIED", () => arbitration.admit(claim(1n)));
    fails("PERMISSION_DENIED", () => arbitration.admit(claim(5n)));
  });

  it("never makes a controller without an election id primary (section 16.2.1)", () => {
    const arbitration = new Arbitration<string>();
    assert.deepEqual(transcript(arbitration.update("a", claim())), ["a: NOT_FOUND unset"]);
    assert.deepEqual(transcript(arbitration.update("b", claim(0n))), ["a: ALREADY_EXISTS 0", "b: OK 0"]);
    fails("PERMISSION_DENIED", () => arbitration.admit(claim()));
  });

  it("refuses an id that another live controller has", () => {
    const arbitration = new Arbitration<string>();
    arbitration.update("a", claim(5n));
    fails("INVALID_ARGUMENT", () => arbitration.update("b", claim(5n)));
    assert.deepEqual(transcript(arbitration.update("a", claim(5n))), ["a: OK 5"]);
    arbitration.leave("a");
    assert.deepEqual(transcript(arbitration.update("b", claim(5n))), ["b: OK 5"]);
  });

  it("keeps roles apart, and a stream in its role", () => {
    const arbitration = new Arbitration<string>();
    arbitration.update("a", claim(5n));
    assert.deepEqual(transcript(arbitration.update("b", claim(1n, "routes"))), ["b: OK 1"]);
    fails("FAILED_PRECONDITION", () => arbitration.update("b", claim(1n)));
    assert.deepEqual(arbitration.primaries(), [
      { role: "", client: "a" },
      { role: "routes", client: "b" },
    ]);
    fails("PERMISSION_DENIED", () => arbitration.admit(claim(5n, "routes")));
    fails("NOT_FOUND", () => arbitration.admit(claim(5n, "unheard of")));
    assert.doesNotThrow(() => arbitration.admit(claim(1n, "routes")));
  });

  it("limits how many come", () => {
    const arbitration = new Arbitration<string>({ clientsPerRoleMax: 2, rolesMax: 2 });
    arbitration.update("a", claim(1n));
    arbitration.update("b", claim(2n));
    fails("RESOURCE_EXHAUSTED", () => arbitration.update("c", claim(3n)));
    arbitration.update("c", claim(1n, "one"));
    fails("RESOURCE_EXHAUSTED", () => arbitration.update("d", claim(1n, "two")));
  });

  it("agrees with a deliberately simple version on any history", () => {
    const clients = ["a", "b", "c", "d"] as const;
    const step = fc.oneof(
      fc.record({
        client: fc.constantFrom(...clients),
        electionId: fc.option(fc.bigInt(0n, 6n), { nil: undefined }),
      }),
      fc.record({ client: fc.constantFrom(...clients), leaves: fc.constant(true as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const arbitration = new Arbitration<string>();
        const live = new Map<string, bigint | undefined>();
        let highest = -1n;
        for (const next of steps) {
          if ("leaves" in next) {
            arbitration.leave(next.client);
            live.delete(next.client);
          } else {
            const { client, electionId } = next;
            const taken = [...live].some(([other, id]) => other !== client && id === electionId);
            if (electionId !== undefined && taken) {
              fails("INVALID_ARGUMENT", () => arbitration.update(client, claim(electionId)));
              continue;
            }
            arbitration.update(client, claim(electionId));
            live.set(client, electionId);
            if (electionId !== undefined && electionId > highest) highest = electionId;
          }
          const primaries = clients.filter((client) => arbitration.isPrimary(client));
          assert.deepEqual(
            primaries,
            clients.filter((client) => live.get(client) === highest),
          );
        }
      }),
    );
  });
});
