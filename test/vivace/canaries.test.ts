import assert from "node:assert/strict";
import { test } from "node:test";
import { hastyStorage } from "../sim/disk/hasty-storage.js";
import type { Tampering } from "./world/machines.js";
import {
  acknowledgeOnly,
  answerFromCache,
  blindToAttempts,
  countTwice,
  deafTo,
  delegateTwice,
  eraseOnDuplicate,
  forgetPromise,
  keepUnderNewest,
  losing,
  misnestedElse,
  wrongSet,
} from "./world/planted-bugs.js";
import { type RunOptions, runSeed, seedOptions } from "./world/run-seed.js";

// Bugs that are planted one at a time. Each must be found within a few seeds, and the same seeds without it are clean.

const seedsMax = 80;

interface Canary {
  readonly name: string;
  readonly bug: Tampering;
  /** The world in which the bug shows itself soonest. */
  readonly world?: Partial<RunOptions>;
  /** What clients do otherwise than in the seed's own world, with the bug and without it. */
  readonly client?: RunOptions["client"];
  /** What clients do wrong. */
  readonly wrongClient?: RunOptions["client"];
  /** The longest pause of a client between two operations, if not the seed's own. */
  readonly thinkUs?: number;
  /** How the report of the failure begins. */
  readonly found: RegExp;
}

const slowDisks = { syncUs: 20_000, syncJitterUs: 20_000, readUs: 50, tearing: 0.5 };
const harmful = /^not (linearizable|available|finished)/;
const rw = /^not linearizable: rw/;
const rmw = /^not linearizable: rmw/;
const fresh = { algorithms: { rw: "algorithm1", rmw: "algorithm3" } } as const;
const atClient = {
  skipWriteBack: false,
  parallelWriteBack: false,
  oneDataReplica: false,
  executeAtReplicas: false,
};
const many = { faultsMax: 40 };
/** Machines crash all the time, and clients pause for hardly any. */
const stormy = {
  world: { faultsMax: 80, disk: { syncUs: 100, syncJitterUs: 100, readUs: 50, tearing: 0.5 } },
  thinkUs: 2_000,
};

const canaries: readonly Canary[] = [
  {
    name: "a replica acknowledges before its disk has synced",
    world: { disk: slowDisks, ...many },
    bug: { storage: hastyStorage },
    found: harmful,
  },
  {
    name: "a duplicate W-TS takes the value away",
    bug: { step: eraseOnDuplicate("wTs") },
    client: fresh,
    found: /^not available: .* rw/,
  },
  {
    name: "OW-TS with its else where it is printed",
    bug: { step: misnestedElse() },
    client: fresh,
    found: harmful,
  },
  {
    name: "the order of writes trusts clocks that are apart",
    world: { clockSkewUs: 100_000 },
    bug: {},
    wrongClient: { clockTrust: "trusted" },
    found: rw,
  },
  {
    name: "timestamps are clock readings and nothing else",
    world: { clockSkewUs: 0 },
    bug: { clientNumber: () => 0 },
    found: harmful,
  },
  {
    name: "a client takes a missed timestamp for a stored one",
    bug: { toClient: deafTo("ackWTs", "ackW") },
    found: rw,
  },
  { name: "a replica forgets what it has promised", bug: { step: forgetPromise }, found: rmw },
  {
    name: "a client takes a refused value for an installed one",
    bug: { toClient: deafTo("ackOwTs", "ackOw") },
    found: rmw,
  },
  {
    name: "a replica loses the timestamps that it took when it crashes",
    world: many,
    bug: { storage: losing("adopt") },
    client: fresh,
    found: harmful,
  },
  {
    name: "a replica loses values of others when it crashes",
    world: many,
    bug: { storage: losing("remote") },
    client: fresh,
    found: harmful,
  },
  {
    name: "a replica loses what it stored with ABD or Algorithm 2 when it crashes",
    ...stormy,
    bug: { storage: losing("write") },
    found: harmful,
  },
  {
    name: "a replica acknowledges timestamps and does not take them",
    bug: { step: acknowledgeOnly("wTs") },
    client: fresh,
    found: harmful,
  },
  {
    name: "a replica acknowledges values of its site and does not keep them",
    bug: { step: acknowledgeOnly("wLocal") },
    client: fresh,
    found: harmful,
  },
  {
    name: "a replica answers reads out of a cache",
    bug: { step: answerFromCache("r", "rTs", "rData") },
    found: harmful,
  },
  {
    name: "a replica answers those who order out of a cache",
    bug: { step: answerFromCache("or", "orTs") },
    found: harmful,
  },
  {
    name: "a replica keeps old values under the newest timestamp",
    bug: { step: keepUnderNewest() },
    client: fresh,
    found: harmful,
  },
  {
    name: "a client counts the answer of one replica as two",
    world: many,
    bug: { toClient: countTwice },
    found: harmful,
  },
  {
    name: "an aborted command runs again although it took effect",
    bug: { toClient: blindToAttempts },
    client: { optimisations: atClient },
    found: rmw,
  },
  {
    name: "a delegate does a request twice",
    world: { isDelegated: true },
    bug: { toReplica: delegateTwice },
    found: harmful,
  },
  {
    name: "the directory names other replicas to one client",
    bug: { toClient: wrongSet("c3") },
    found: harmful,
  },
  {
    name: "a write that has timed out counts as done",
    world: many,
    bug: { outcome: (outcome) => (outcome.kind === "failed" ? { kind: "done", value: undefined } : outcome) },
    found: harmful,
  },
];

for (const { name, world, bug, client, wrongClient, thinkUs, found } of canaries) {
  test(`found: ${name}`, async (context) => {
    for (let seed = 1; seed <= seedsMax; seed += 1) {
      const own = seedOptions(seed, world);
      const workload = { ...own.workload, thinkUs: thinkUs ?? own.workload.thinkUs };
      const options = { ...own, workload, client: { ...own.client, ...client } };
      const wrong = { ...options, client: { ...options.client, ...wrongClient }, tampering: bug };
      const { violation } = await runSeed(wrong);
      if (violation === "") continue;
      context.diagnostic(`seed ${seed}: ${violation.slice(0, 200)}`);
      assert.match(violation, found);
      assert.equal((await runSeed(options)).violation, "", "without the bug the seed is clean");
      return;
    }
    assert.fail(`none of ${seedsMax} seeds notices`);
  });
}

test("a run depends on its seed alone", async () => {
  const [first, second] = [await runSeed(seedOptions(3)), await runSeed(seedOptions(3))];
  assert.deepEqual(first, second);
});
