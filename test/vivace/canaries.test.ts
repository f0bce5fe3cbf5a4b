import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeRecord, type IncomingMessage, type ReplicaCore } from "../../src/vivace/index.js";
import {
  decodeUdpDatagram,
  decodeVivace,
  encodeUdpDatagram,
  encodeVivace,
  vivaceKind,
  vivaceVerdict,
} from "../../src/wire/index.js";
import { hastyStorage } from "../sim/disk/hasty-storage.js";
import { type RunOptions, runSeed, seedOptions } from "./world/run-seed.js";

// Bugs that are planted one at a time. Each must be found within a few seeds, and the same seeds without it are clean.

const seedsMax = 60;

interface Canary {
  readonly name: string;
  /** The world in which the bug shows itself soonest. */
  readonly world?: Partial<RunOptions>;
  readonly plant: (options: RunOptions) => RunOptions;
  /** How the report of the failure begins. */
  readonly found: RegExp;
}

/** W-TS and OW-TS as printed: a duplicate finds no buffered value any more and sets the value to ⊥. */
function eraseOnDuplicate(): (core: ReplicaCore, arrived: IncomingMessage) => void {
  const seen = new WeakMap<ReplicaCore, Map<string, bigint>>();
  return (core, { message }) => {
    if (message.kind !== vivaceKind.wTs && message.kind !== vivaceKind.owTs) return;
    const key = new TextDecoder().decode(message.key);
    const newest = seen.get(core) ?? new Map<string, bigint>();
    seen.set(core, newest);
    const { timestamp } = message;
    if (newest.get(key) === timestamp) {
      core.recover(encodeRecord({ kind: "adopt", key: message.key, timestamp, targets: [] }), 0);
    }
    if (timestamp > (newest.get(key) ?? 0n)) newest.set(key, timestamp);
  };
}

/** A replica that takes any order timestamp for the newest. */
function forgetPromise(core: ReplicaCore, { message }: IncomingMessage): void {
  const { key, kind } = message;
  if (kind !== vivaceKind.owTs && kind !== vivaceKind.ow) return;
  core.recover(encodeRecord({ kind: "promise", key, timestamp: 0n, targets: [] }), 0);
}

/** A client that takes refusals of some kinds for consent. */
function deafTo(...kinds: readonly number[]): (frame: Uint8Array) => Uint8Array {
  return (frame) => {
    const datagram = decodeUdpDatagram(frame);
    const message = datagram && decodeVivace(datagram.payload);
    if (datagram === undefined || message === undefined || !kinds.includes(message.kind)) return frame;
    const payload = encodeVivace({ ...message, verdict: vivaceVerdict.accepted });
    return encodeUdpDatagram({ ...datagram, payload });
  };
}

const tampered =
  (tampering: RunOptions["tampering"]) =>
  (options: RunOptions): RunOptions => ({ ...options, tampering });

const { ackOwTs, ackOw, ackWTs, ackW } = vivaceKind;

const canaries: readonly Canary[] = [
  {
    name: "a replica acknowledges before its disk has synced",
    world: { disk: { syncUs: 20_000, syncJitterUs: 20_000, readUs: 50, tearing: 0.5 }, faultsMax: 40 },
    plant: tampered({ storage: hastyStorage }),
    found: /^not (linearizable|available)/,
  },
  {
    name: "a duplicate W-TS or OW-TS takes the value away",
    plant: (options) => ({ ...options, tampering: { beforeStep: eraseOnDuplicate() } }),
    found: /^not available/,
  },
  {
    name: "the order of writes trusts clocks that are apart",
    world: { clockSkewUs: 100_000 },
    plant: (options) => ({ ...options, client: { ...options.client, clockTrust: "trusted" } }),
    found: /^not linearizable: rw/,
  },
  {
    name: "a client takes a missed timestamp for a stored one",
    plant: tampered({ toClient: deafTo(ackWTs, ackW) }),
    found: /^not linearizable: rw/,
  },
  {
    name: "a replica forgets what it has promised",
    plant: tampered({ beforeStep: forgetPromise }),
    found: /^not linearizable: rmw/,
  },
  {
    name: "a client takes a refused value for an installed one",
    plant: tampered({ toClient: deafTo(ackOwTs, ackOw) }),
    found: /^not linearizable: rmw/,
  },
];

for (const { name, world, plant, found } of canaries) {
  test(`found: ${name}`, (context) => {
    for (let seed = 1; seed <= seedsMax; seed += 1) {
      const options = seedOptions(seed, world);
      const { violation } = runSeed(plant(options));
      if (violation === "") continue;
      context.diagnostic(`seed ${seed}: ${violation.slice(0, 200)}`);
      assert.match(violation, found);
      assert.equal(runSeed(options).violation, "", "without the bug the seed is clean");
      return;
    }
    assert.fail(`none of ${seedsMax} seeds notices`);
  });
}

test("a run depends on its seed alone", () => {
  const [first, second] = [runSeed(seedOptions(3)), runSeed(seedOptions(3))];
  assert.deepEqual(first, second);
});
