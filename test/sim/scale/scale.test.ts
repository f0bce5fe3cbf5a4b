import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { seededRandom } from "../../../src/base/index.js";
import {
  latencyCurves,
  paperDatacenter,
  racksFor,
  recirculateCost,
  recirculationLimit,
  simulateRing,
  simulateServerBatching,
  simulateSingleSequencer,
  ticketCost,
} from "../../../src/sim/index.js";

const target = 80e9;
const switches = 500;
const datacenter = paperDatacenter;

function ringAtTarget(seed = 1) {
  const load = { datacenter, switches, appendsPerSecond: target, laps: 10 };
  return simulateRing({ ...load, random: seededRandom(seed) });
}

/** Within 2 % of a closed formula. */
function near(measured: number, formula: number): void {
  assert.ok(Math.abs(measured / formula - 1) <= 0.02, `${measured} is not within 2 % of ${formula}`);
}

describe("the scale of a datacenter (RingWorld, sections 2.2, 2.3 and 3.3)", () => {
  test("80 billion appends/s saturate the log servers of 500 racks", () => {
    // 40 servers a rack, 24 million requests/s each; an append is three writes, and three reads go with it.
    near(datacenter.appendsPerRackPerSecond, (40 * 24e6) / 6);
    assert.equal(racksFor(target, datacenter), switches);
  });

  test("a lap takes 5 ms, and the longest wait is a lap", () => {
    const run = ringAtTarget();
    near(run.lapUs, 5_000);
    near(run.wait.maxUs, 5_000);
    near(run.wait.meanUs, 2_500);
    near(run.wait.p99Us, 0.99 * 5_000);
  });

  test("the ring hands out 80 billion indices a second, 800,000 at a visit", () => {
    const run = ringAtTarget();
    near(run.appendsPerSecond, target);
    near(run.batch, 800_000);
    near(run.pendingMax, 800_000);
  });

  test("batching on servers waits L / (T_B · T_S) = 80 ms, 16 times as long", () => {
    const servers = simulateServerBatching({ datacenter, appendsPerSecond: target, random: seededRandom(1) });
    near(servers.maxUs, 80_000);
    near(servers.maxUs / ringAtTarget().wait.maxUs, 16);
  });

  test("a single sequencer follows the queue M/D/1, and ends where its server does", () => {
    for (const load of [0.3, 0.6, 0.8]) {
      const random = seededRandom(3);
      const wait = simulateSingleSequencer({ datacenter, appendsPerSecond: load * 1e6, random });
      near(wait?.meanUs ?? 0, 2 * datacenter.messageUs + 1 + load / (2 * (1 - load)));
    }
    assert.equal(
      simulateSingleSequencer({ datacenter, appendsPerSecond: 1e6, random: seededRandom(1) }),
      undefined,
    );
  });

  test("the same seed gives the same run", () => {
    assert.deepEqual(ringAtTarget(7), ringAtTarget(7));
    assert.notDeepEqual(ringAtTarget(7), ringAtTarget(8));
  });
});

describe("what waiting costs", () => {
  const load = { datacenter, requestsPerSecond: target / switches, lapUs: 5_000 };

  test("requests that loop at the paper's target hold more than a switch has", () => {
    const cost = recirculateCost(load);
    near(cost.pending, 800_000);
    near(cost.heldBytes, 800_000 * (1024 + 96));
    assert.equal(cost.impossible, "buffer");
  });

  test("tickets hold nothing and fit the pipeline", () => {
    const cost = ticketCost(load);
    assert.equal(cost.heldBytes, 0);
    near(cost.pipelinePps, 2 * 160e6 + 40 / 0.005);
    assert.equal(cost.impossible, undefined);
  });

  test("looping ends where load times lap times bytes is the packet memory", () => {
    const { appendsPerSecond, limit } = recirculationLimit(datacenter, switches);
    near(appendsPerSecond, (datacenter.bufferBytes / (1024 + 96) / 5_000e-6) * switches);
    assert.equal(limit, "buffer");
  });

  test("with memory for all of them, the ports that lead back in give out next", () => {
    const roomy = { ...datacenter, bufferBytes: 1e12 };
    const { appendsPerSecond, limit } = recirculationLimit(roomy, switches);
    near(appendsPerSecond, (datacenter.recirculationBps / 8 / (1024 + 96)) * switches);
    assert.equal(limit, "recirculation ports");
  });
});

test("figure 1: each scheme has its points, and the ring lies below the servers at high load", () => {
  const loads = [500e3, 10e6, 1e9, target];
  const curves = latencyCurves({ datacenter, loads, random: seededRandom(1) });
  const at = (scheme: string) => curves.filter((point) => point.scheme === scheme);
  assert.deepEqual(
    at("single sequencer").map((point) => point.appendsPerSecond),
    [500e3],
  );
  assert.deepEqual(
    at("RingWorld, recirculate").map((point) => point.appendsPerSecond),
    [500e3, 10e6, 1e9],
  );
  for (const load of [1e9, target]) {
    const [servers] = at("server-based batching").filter((point) => point.appendsPerSecond === load);
    const [ring] = at("RingWorld, ticket").filter((point) => point.appendsPerSecond === load);
    assert.ok((ring?.wait.maxUs ?? Infinity) < (servers?.wait.maxUs ?? 0));
  }
});
